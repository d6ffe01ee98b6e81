/** Relationships by direction and type. */
import type { Relationship } from "../../api/types";

export interface RelationGroup {
  key: string;
  type: string;
  direction: string;
  rows: Relationship[];
}

/** What the CI needs first, then what needs it; within a direction in the order in which the server sends the types. */
export function byType(relationships: readonly Relationship[]): RelationGroup[] {
  const groups = new Map<string, RelationGroup>();
  for (const one of relationships) {
    const key = `${one.direction}-${one.type}`;
    const group = groups.get(key) ?? { key, type: one.type, direction: one.direction, rows: [] };
    group.rows.push(one);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  return [...all.filter(({ direction }) => direction === "out"), ...all.filter(({ direction }) => direction !== "out")];
}
