/** A layout made ready to be drawn, walked and pointed at. */
import type { Direction } from "../api/impact";
import type { Box, Graph, Layout } from "./model";
import { type Places, placesOf } from "./places";
import type { Drawn } from "./useLayout";

export interface Scene {
  /** Another key is another picture; the same one only changed a little. */
  key: string;
  graph: Graph;
  layout: Layout;
  places: Places;
  /** The place in the list of boxes, by the box's key and by the uid of every CI in it. */
  boxOf: ReadonlyMap<string, number>;
  /** How many CIs each level has in all, also those that the picture leaves out. */
  totals: ReadonlyMap<number, number>;
  /** What the levels lead to: the effects of a failure, or its causes. The state of a cause is what it alone would do. */
  direction: Direction;
  /** What is written in the picture where it is not of levels of failure. */
  words: SceneWords | null;
}

export interface SceneWords {
  /** What a level is called. */
  level: (level: number, count: number) => string;
  /** What is written at the two ends of a link between two CIs. */
  ends: (from: string, to: string) => readonly [from: string, to: string] | null;
}

/** What somebody looks at: a box, and the way the failure takes to it. */
export interface Focus {
  selected: number;
  /** Boxes on the way, without repeats. */
  path: readonly number[];
  /** The link that is looked at, by its place in the layout; -1 for none. */
  link: number;
}

export const NO_FOCUS: Focus = { selected: -1, path: [], link: -1 };

export function sceneOf({ graph, wish, layout }: Drawn, totals: ReadonlyMap<number, number>, direction: Direction, words: SceneWords | null = null): Scene {
  const boxOf = new Map<string, number>();
  for (const [index, { key, members }] of layout.boxes.entries()) {
    boxOf.set(key, index);
    for (const member of members) boxOf.set(graph.nodes[member]?.uid ?? "", index);
  }
  const key = [graph.key, wish.grouping, ...wish.states].join(" ");
  return { key, graph, layout, places: placesOf(layout.boxes), boxOf, totals, direction, words };
}

/** The box with a key, or of the CI with this uid. */
export function boxFor({ boxOf, layout }: Scene, key: string): Box | null {
  return layout.boxes[boxOf.get(key) ?? -1] ?? null;
}

/** The focus on a box and on the CIs of a path. */
export function focusOn({ boxOf }: Scene, selected: string, path: readonly string[]): Focus {
  const boxes = path.flatMap((uid) => boxOf.get(uid) ?? []);
  return { selected: boxOf.get(selected) ?? -1, path: boxes.filter((box, turn) => box !== boxes[turn - 1]), link: -1 };
}

/** The place of the link between the boxes of two CIs, whichever way it leads; -1 where there is none. */
export function linkBetween({ boxOf, layout: { links } }: Scene, one: string, other: string): number {
  const [a, b] = [boxOf.get(one) ?? -1, boxOf.get(other) ?? -1];
  return links.from.findIndex((from, link) => (from === a && links.to[link] === b) || (from === b && links.to[link] === a));
}

/** What a box is called. */
export function nameOf({ graph }: Scene, box: Box): string {
  return box.isGroup ? box.label : (graph.nodes[box.members[0] ?? 0]?.name ?? "");
}

/** The uid of the first CI of a box. */
export function uidAt({ graph }: Scene, box: Box): string | undefined {
  return graph.nodes[box.members[0] ?? 0]?.uid;
}
