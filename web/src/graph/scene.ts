/** A layout made ready to be drawn, walked and pointed at. */
import type { Box, Graph, Layout } from "./model";
import { type Places, placesOf } from "./places";
import type { Drawn } from "./useLayout";

export interface Scene {
  graph: Graph;
  layout: Layout;
  places: Places;
  /** The place in the list of boxes, by the box's key and by the uid of every CI in it. */
  boxOf: ReadonlyMap<string, number>;
  /** How many CIs each level has in all, also those that the picture leaves out. */
  totals: ReadonlyMap<number, number>;
  /** What the level 0 is called. */
  origin: string;
}

/** What somebody looks at: a box, and the way the failure takes to it. */
export interface Focus {
  selected: number;
  /** Boxes on the way, without repeats. */
  path: readonly number[];
}

export const NO_FOCUS: Focus = { selected: -1, path: [] };

export function sceneOf({ graph, layout }: Drawn, totals: ReadonlyMap<number, number>, origin: string): Scene {
  const boxOf = new Map<string, number>();
  for (const [index, { key, members }] of layout.boxes.entries()) {
    boxOf.set(key, index);
    for (const member of members) boxOf.set(graph.nodes[member]?.uid ?? "", index);
  }
  return { graph, layout, places: placesOf(layout.boxes), boxOf, totals, origin };
}

/** The box with a key, or of the CI with this uid. */
export function boxFor({ boxOf, layout }: Scene, key: string): Box | null {
  return layout.boxes[boxOf.get(key) ?? -1] ?? null;
}

/** The focus on a box and on the CIs of a path. */
export function focusOn({ boxOf }: Scene, selected: string, path: readonly string[]): Focus {
  const boxes = path.flatMap((uid) => boxOf.get(uid) ?? []);
  return { selected: boxOf.get(selected) ?? -1, path: boxes.filter((box, turn) => box !== boxes[turn - 1]) };
}

/** What a box is called. */
export function nameOf({ graph }: Scene, box: Box): string {
  return box.isGroup ? box.label : (graph.nodes[box.members[0] ?? 0]?.name ?? "");
}

/** The uid of the first CI of a box. */
export function uidAt({ graph }: Scene, box: Box): string | undefined {
  return graph.nodes[box.members[0] ?? 0]?.uid;
}
