/** Narrowing the hits of a search, and where a hit has the text. */
import type { Facet, SearchHit } from "../../api/types";

export const BY_CLASS = "ci_class";
export const BY_FIELD = "field";

interface Property {
  name: string;
  label: string;
  value: (hit: SearchHit) => string;
  word: (hit: SearchHit) => string;
}

export type Chosen = Record<string, readonly string[]>;

function passes(hit: SearchHit, chosen: Chosen, properties: readonly Property[], but = ""): boolean {
  return properties.every(({ name, value }) => {
    const wanted = name === but ? [] : (chosen[name] ?? []);
    return wanted.length === 0 || wanted.includes(value(hit));
  });
}

export function narrowed(hits: readonly SearchHit[], chosen: Chosen, properties: readonly Property[]): SearchHit[] {
  return hits.filter((hit) => passes(hit, chosen, properties));
}

/** Facets of hits that are at hand; the counts of one ignore its own selection, as those of the server do. */
export function facetsOf(hits: readonly SearchHit[], chosen: Chosen, properties: readonly Property[]): Facet[] {
  return properties.map((property) => {
    const { name, label, value, word } = property;
    const counts = new Map<string, { label: string; count: number }>();
    for (const hit of hits.filter((one) => passes(one, chosen, properties, name))) {
      const entry = counts.get(value(hit)) ?? { label: word(hit), count: 0 };
      counts.set(value(hit), { ...entry, count: entry.count + 1 });
    }
    for (const wanted of chosen[name] ?? []) if (!counts.has(wanted)) counts.set(wanted, { label: wanted, count: 0 });
    const values = [...counts].map(([one, entry]) => ({ value: one, ...entry, selected: chosen[name]?.includes(one) ?? false }));
    return { name, label, values: values.sort((a, b) => b.count - a.count || a.label.localeCompare(b.label)) };
  });
}

export type { Property };

/** A value as pieces, those at odd places being what was searched for. */
export function marked(value: string, q: string): string[] {
  const words = q.trim().split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return words.length === 0 ? [value] : value.split(new RegExp(`(${words.join("|")})`, "i"));
}
