/** The changes of an event, put together for reading. */
import type { HistoryChange } from "../../api/types";

export interface BondGroup {
  key: string;
  type: string;
  direction: string;
  /** opened, closed or changed */
  change: string;
  changes: HistoryChange[];
}

export interface Grouped {
  attributes: HistoryChange[];
  /** Attributes whose value stays and is another source's word now. */
  kept: HistoryChange[];
  bonds: BondGroup[];
}

/** Changes of attributes one by one; those of relationships by type, direction and what happened. */
export function grouped(changes: readonly HistoryChange[]): Grouped {
  const bonds = new Map<string, BondGroup>();
  for (const one of changes) {
    if (!one.relationship) continue;
    const [type, direction, change] = [one.relationship, one.direction ?? "out", one.change ?? "changed"];
    const key = `${type} ${direction} ${change}`;
    const group = bonds.get(key) ?? { key, type, direction, change, changes: [] };
    group.changes.push(one);
    bonds.set(key, group);
  }
  const said = changes.filter((one) => !one.relationship);
  const isKept = (one: HistoryChange) => JSON.stringify(one.old) === JSON.stringify(one.new);
  return {
    attributes: said.filter((one) => !isKept(one)),
    kept: said.filter(isKept),
    bonds: [...bonds.values()],
  };
}

export interface FieldChange {
  name: string;
  old: unknown;
  new: unknown;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** What differs between the attributes of a relationship before and after. */
export function changedFields({ old: before, new: after }: Pick<HistoryChange, "old" | "new">): FieldChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
    .map((name) => ({ name, old: old[name] ?? null, new: now[name] ?? null }));
}
