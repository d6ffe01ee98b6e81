/** What the graph view is given and what its layout makes of it. */
import type { PictureEdge, PictureNode } from "../api/types";

export const STATES = ["source", "down", "degraded", "at_risk", "up", "unknown"] as const;
export type State = (typeof STATES)[number];

/** What happened to something since the instant that a picture is compared with. */
export const MARKS = ["added", "removed", "changed"] as const;
export type Mark = (typeof MARKS)[number];

/** The token with the colour of each. */
export const MARK_COLOUR = { added: "up", removed: "down", changed: "source" } as const satisfies Record<Mark, State>;

export const MARK_SIGNS: Record<Mark, string> = { added: "+", removed: "−", changed: "~" };

interface Marked {
  mark?: Mark | undefined;
}

interface Drawable extends Marked {
  /** The class whose icon it has; none: the glyph of its state alone. */
  icon?: string | undefined;
  /** What it is drawn together with, where there are many: machines at the same switch. */
  bundle?: string | undefined;
  /** The worst service that hangs on it, and the team that owns that. */
  service?: string | undefined;
  team?: string | undefined;
  /** It only follows from what others see. */
  isInferred?: boolean;
}

interface Bundled extends Marked {
  /** How many it stands for; one unless said otherwise. */
  count?: number;
  /** Nobody has seen it for long. */
  isFaded?: boolean;
}

export type GraphNode = Pick<PictureNode, "uid" | "name" | "ci_class" | "class_label" | "root" | "site" | "level" | "state" | "group"> & Drawable;
export type GraphEdge = Pick<PictureEdge, "source" | "target" | "strength"> & Bundled;

/** A link that came, went or changed, by the places of its ends in the list of nodes. */
export interface MarkedLink {
  from: number;
  to: number;
  mark: Mark;
}

/** What connects CIs, by their place in the list of nodes: `to` needs `from`, so failure travels from `from` to `to`. */
export interface Links {
  from: Int32Array;
  to: Int32Array;
  isSoft: Uint8Array;
  isFaded: Uint8Array;
  /** How many each stands for. */
  count: Int32Array;
}

export interface Graph {
  /** What it is a graph of; another key is another picture, not a newer one. */
  key: string;
  nodes: readonly GraphNode[];
  links: Links;
  marked: readonly MarkedLink[];
  /** Whether something is written at the ends of its links, which takes room between the levels. */
  hasPorts: boolean;
}

/** How many CIs a box stands for, by their place in STATES. */
export type StateCounts = readonly [number, number, number, number, number, number];

/** A box of the picture: one CI, or a group of CIs that are drawn as one. */
export interface Box {
  /** The uid of its CI, or the key of its group. */
  key: string;
  isGroup: boolean;
  /** The CIs it stands for, by their place in the list of nodes. */
  members: readonly number[];
  counts: StateCounts;
  level: number;
  /** What a group is called; empty for a CI, which has its own name. */
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A titled box around neighbours of one class, or of one site. */
export interface Frame {
  label: string;
  /** How many CIs of its level it stands for, also when it goes on in the next column. */
  count: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where one level stands. */
export interface LevelPlace {
  level: number;
  x: number;
  width: number;
  /** CIs of the level that the picture has, drawn each or in groups. */
  count: number;
}

export interface Extent {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  boxes: readonly Box[];
  frames: readonly Frame[];
  levels: readonly LevelPlace[];
  /** Links between boxes; parallel ones are one, with their number. */
  links: Links;
  extent: Extent;
  /** CIs that the state filter leaves out. */
  filtered: number;
  /** How long the layout took, in milliseconds. */
  milliseconds: number;
}

export function stateIndex(state: string): number {
  const index = STATES.findIndex((one) => one === state);
  return index < 0 ? STATES.indexOf("up") : index;
}

/** The worst state among the CIs of a box. */
export function worstOf(counts: StateCounts): State {
  return STATES[counts.findIndex((count) => count > 0)] ?? "up";
}

/** Nodes with the edges that connect two different ones of them. */
export function graphOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[], key = "", hasPorts = false): Graph {
  const places = new Map(nodes.map(({ uid }, place) => [uid, place]));
  const ends = edges.flatMap(({ source, target, strength, mark, count = 1, isFaded = false }) => {
    const [from, to] = [places.get(target), places.get(source)];
    if (from === undefined || to === undefined || from === to) return [];
    return [{ from, to, isSoft: strength === "soft" ? 1 : 0, isFaded: isFaded ? 1 : 0, count, mark }];
  });
  return {
    key,
    nodes,
    links: {
      from: Int32Array.from(ends, ({ from }) => from),
      to: Int32Array.from(ends, ({ to }) => to),
      isSoft: Uint8Array.from(ends, ({ isSoft }) => isSoft),
      isFaded: Uint8Array.from(ends, ({ isFaded }) => isFaded),
      count: Int32Array.from(ends, ({ count }) => count),
    },
    marked: ends.flatMap(({ from, to, mark }) => (mark ? [{ from, to, mark }] : [])),
    hasPorts,
  };
}
