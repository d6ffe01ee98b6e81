/** Which CIs are drawn each for itself and which together, as pure steps. */
import { type GraphNode, type StateCounts, stateIndex, STATES } from "./model";

export const GROUPINGS = ["auto", "class", "site", "both", "service", "team", "level", "none"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What somebody wants to see of a graph. */
export interface Wish {
  /** "bundle": what is of a class, of a level and of a bundle. */
  grouping: Grouping | "bundle";
  /** Keys of groups that are drawn as their members. */
  open: readonly string[];
  /** CIs that are always drawn each for itself, whatever their state. */
  pinned: readonly string[];
  /** CIs that are not drawn in a group, where their state is shown. */
  single: readonly string[];
  /** The states that are shown; none named means all. */
  states: readonly string[];
}

/** Which CIs become one box; `label` is empty for a single CI. */
export interface Bunch {
  key: string;
  isGroup: boolean;
  label: string;
  level: number;
  members: number[];
  counts: StateCounts;
}

export interface Grouped {
  bunches: readonly Bunch[];
  /** What the groups were made by. */
  by: Dimensions;
  filtered: number;
}

interface Dimensions {
  byClass: boolean;
  bySite: boolean;
  /** Only what has a bundle is grouped. */
  byBundle?: boolean;
  /** By what somebody said of each CI. */
  byOwn?: "service" | "team";
}

/** Titles of what has no name of its own; words.ts says them. */
export const WHOLE_LEVEL = "*level";
export const NO_SERVICE = "*service";
export const NO_TEAM = "*team";

/** Pictures up to this size are drawn in full unless somebody wants groups. */
export const FULL_UP_TO = 400;
/** Larger groups are drawn as one box. */
export const MOST_SINGLE = 12;
/** More boxes than this are too many to read, so the sites are drawn together. */
export const MOST_BOXES = 80;

const CLASS_AND_SITE: Dimensions = { byClass: true, bySite: true };
const CLASS: Dimensions = { byClass: true, bySite: false };
const SITE: Dimensions = { byClass: false, bySite: true };
const LEVEL: Dimensions = { byClass: false, bySite: false };
const SERVICE: Dimensions = { ...LEVEL, byOwn: "service" };
const TEAM: Dimensions = { ...LEVEL, byOwn: "team" };
const BUNDLE: Dimensions = { byClass: true, bySite: false, byBundle: true };

/** The key of the group that a CI belongs to. */
export function groupKey(node: GraphNode, { byClass, bySite, byBundle = false, byOwn }: Dimensions): string {
  const key = [node.level, byClass ? node.ci_class : "*", bySite ? (node.site ?? "") : "*"];
  if (byOwn) key.push(node[byOwn] ?? "");
  return (byBundle ? [...key, node.bundle ?? ""] : key).join("/");
}

/** What CIs that are told apart by something have in common; the class where also that tells them apart. */
export function titleOf(node: GraphNode, { byClass, bySite, byOwn }: Dimensions): string {
  if (byOwn === "service") return node.service ?? NO_SERVICE;
  if (byOwn === "team") return node.team ?? NO_TEAM;
  if (byClass) return node.class_label;
  return bySite ? (node.site ?? "") : WHOLE_LEVEL;
}

/** The bunches to draw, in the order of the nodes. */
export function grouped(nodes: readonly GraphNode[], wish: Wish): Grouped {
  const pinned = new Set(wish.pinned);
  const isShown = ({ uid, state }: GraphNode) =>
    wish.states.length === 0 || state === "source" || pinned.has(uid) || wish.states.includes(state);
  const shown = nodes.flatMap((node, place) => (isShown(node) ? [place] : []));
  const filtered = nodes.length - shown.length;
  const bunchesBy = (by: Dimensions) => ({ bunches: bunched(nodes, shown, { by, single: new Set([...wish.pinned, ...wish.single]), open: new Set(wish.open) }), by, filtered });
  if (wish.grouping === "none") return { bunches: shown.map((place) => single(nodes, place)), by: CLASS, filtered };
  if (wish.grouping === "class") return bunchesBy(CLASS);
  if (wish.grouping === "site") return bunchesBy(SITE);
  if (wish.grouping === "both") return bunchesBy(CLASS_AND_SITE);
  if (wish.grouping === "service") return bunchesBy(SERVICE);
  if (wish.grouping === "team") return bunchesBy(TEAM);
  if (wish.grouping === "level") return bunchesBy(LEVEL);
  if (wish.grouping === "bundle") return bunchesBy(BUNDLE);
  if (shown.length <= FULL_UP_TO) return { bunches: shown.map((place) => single(nodes, place)), by: CLASS, filtered };
  const fine = bunchesBy(CLASS_AND_SITE);
  // What somebody opened or what must not be hidden does not make the picture coarser.
  return bunched(nodes, shown, { by: CLASS_AND_SITE, single: new Set(), open: new Set() }).length <= MOST_BOXES ? fine : bunchesBy(CLASS);
}

interface Rule {
  by: Dimensions;
  single: ReadonlySet<string>;
  open: ReadonlySet<string>;
}

function bunched(nodes: readonly GraphNode[], shown: readonly number[], { by, single: never, open }: Rule): Bunch[] {
  const groups = new Map<string, number[]>();
  for (const place of shown) {
    const key = groupKey(at(nodes, place), by);
    const members = groups.get(key);
    if (members) members.push(place);
    else groups.set(key, [place]);
  }
  return [...groups].flatMap(([key, members]) => {
    const isFree = (place: number) => !never.has(at(nodes, place).uid) && at(nodes, place).state !== "source" && (!by.byBundle || at(nodes, place).bundle !== undefined);
    const free = members.filter(isFree);
    const isOneBox = members.length > MOST_SINGLE && free.length > 1 && !open.has(key);
    if (!isOneBox) return members.map((place) => single(nodes, place));
    return [...members.filter((place) => !isFree(place)).map((place) => single(nodes, place)), group(nodes, free, key, by)];
  });
}

function single(nodes: readonly GraphNode[], place: number): Bunch {
  const { uid, level } = at(nodes, place);
  return { key: uid, isGroup: false, label: "", level, members: [place], counts: countsOf(nodes, [place]) };
}

function group(nodes: readonly GraphNode[], members: number[], key: string, by: Dimensions): Bunch {
  const first = at(nodes, members[0] ?? 0);
  return { key, isGroup: true, label: by.bySite ? (first.site ?? "") : titleOf(first, by), level: first.level, members, counts: countsOf(nodes, members) };
}

function countsOf(nodes: readonly GraphNode[], members: readonly number[]): StateCounts {
  const counts: number[] = STATES.map(() => 0);
  for (const place of members) {
    const state = stateIndex(at(nodes, place).state);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts as unknown as StateCounts;
}

function at(nodes: readonly GraphNode[], place: number): GraphNode {
  const node = nodes[place];
  if (!node) throw new RangeError(`no node ${place}`);
  return node;
}
