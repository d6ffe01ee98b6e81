/** Choosing values of facets, as pure steps. */
import type { Facet } from "../../api/types";

export type FacetValue = Facet["values"][number];

/** Values shown before somebody asks for all of them. */
export const AT_FIRST = 8;

/** The chosen values after one of them was switched on or off. */
export function toggled(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
}

/** The values that have a text in their label, and how many of them stay hidden. */
export function shownOf(values: readonly FacetValue[], text: string, isComplete: boolean): [FacetValue[], number] {
  const wanted = text.trim().toLowerCase();
  const found = values.filter((value) => wanted === "" || value.label.toLowerCase().includes(wanted));
  const shown = isComplete || wanted !== "" ? found : found.filter((value, index) => index < AT_FIRST || value.selected);
  return [shown, found.length - shown.length];
}

/** How many values of a facet are chosen. */
export function chosenCount(facet: Facet): number {
  return facet.values.filter((value) => value.selected).length;
}
