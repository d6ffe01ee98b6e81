/** Which parameters of the URL are filters of the list, and steps on them. */
import type { Filters } from "../../api/cis";
import type { Patch, Search } from "../../shell/search";

const FIXED = ["q", "query", "ci_class", "status", "site", "source"];
const ATTRIBUTE = "attr.";
// The instant of which the list shows the state goes where the filters go, but it is none to take off.
const AS_OF = "as_of";
/** What belongs to the place in a list, not to the list. */
export const PLACE = ["row", "preview"];

export function isFilter(name: string): boolean {
  return FIXED.includes(name) || name.startsWith(ATTRIBUTE);
}

/** The filters among the parameters, in a stable order, so that equal questions look equal. */
export function filtersOf(search: Search): Filters {
  const names = Object.keys(search).filter((name) => isFilter(name) || name === AS_OF).sort();
  return Object.fromEntries(names.map((name) => [name, search[name] ?? []]));
}

/** What takes every filter off. */
export function cleared(search: Search): Patch {
  return Object.fromEntries([...Object.keys(search).filter(isFilter), ...PLACE].map((name) => [name, null]));
}

export interface Chosen {
  name: string;
  value: string;
}

/** Every chosen value by itself; the text of the quick filter is shown in its box. */
export function chosenOf(filters: Filters): Chosen[] {
  return Object.entries(filters).flatMap(([name, values]) => (name === "q" || name === AS_OF ? [] : values.map((value) => ({ name, value }))));
}
