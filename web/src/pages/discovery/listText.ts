/** Lists as people type them: entries with commas, spaces or lines between. */

export function entriesOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== "");
}

export function linesOf(text: string): string[] {
  return text.split(/[\n,;]+/).map((entry) => entry.trim()).filter((entry) => entry !== "");
}

export function textOf(entries: readonly (number | string)[]): string {
  return entries.join(", ");
}
