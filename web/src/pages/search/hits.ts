/** Where a hit of a search has the text, and by what hits are narrowed. */

export const BY_CLASS = "ci_class";
export const BY_FIELD = "field";

/** A value as pieces, those at odd places being what was searched for. */
export function marked(value: string, q: string): string[] {
  const words = q.trim().split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return words.length === 0 ? [value] : value.split(new RegExp(`(${words.join("|")})`, "i"));
}
