/** Narrowing rows that are at hand by what they are like. */
import type { Facet } from "../../api/types";

export interface Property<Row> {
  name: string;
  label: string;
  value: (row: Row) => string;
  word: (row: Row) => string;
}

export type Chosen = Record<string, readonly string[]>;

function passes<Row>(row: Row, chosen: Chosen, properties: readonly Property<Row>[], but = ""): boolean {
  return properties.every(({ name, value }) => {
    const wanted = name === but ? [] : (chosen[name] ?? []);
    return wanted.length === 0 || wanted.includes(value(row));
  });
}

export function narrowed<Row>(rows: readonly Row[], chosen: Chosen, properties: readonly Property<Row>[]): Row[] {
  return rows.filter((row) => passes(row, chosen, properties));
}

/** Facets of rows that are at hand; the counts of one ignore its own selection, as those of the server do. */
export function facetsOf<Row>(rows: readonly Row[], chosen: Chosen, properties: readonly Property<Row>[]): Facet[] {
  return properties.map((property) => {
    const { name, label, value, word } = property;
    const counts = new Map<string, { label: string; count: number }>();
    for (const row of rows.filter((one) => passes(one, chosen, properties, name))) {
      const entry = counts.get(value(row)) ?? { label: word(row), count: 0 };
      counts.set(value(row), { ...entry, count: entry.count + 1 });
    }
    for (const wanted of chosen[name] ?? []) if (!counts.has(wanted)) counts.set(wanted, { label: wanted, count: 0 });
    const values = [...counts].map(([one, entry]) => ({ value: one, ...entry, selected: chosen[name]?.includes(one) ?? false }));
    return { name, label, values: values.sort((a, b) => b.count - a.count || a.label.localeCompare(b.label)) };
  });
}
