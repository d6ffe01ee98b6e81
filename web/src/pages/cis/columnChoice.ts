/** Which columns a list of CIs has, from the classes it is narrowed to. */
import type { CIClass, Schema } from "../../api/types";

export const NAME = "name";
const AROUND = ["ci_class", "root", "status", "site", "last_seen_at", "sources"] as const;
const SORTED_BY_SERVER = [NAME, "ci_class", "site", "status", "last_seen_at", "created_at", "updated_at"];
const MOST_AT_FIRST = 10;

// Families whose members stand for themselves; those of the others are parts of something.
const STANDS_ALONE = new Set(["device", "service", "place", "people", "software"]);

export interface ColumnChoice {
  /** Every column there is, in the order in which they are shown. */
  all: string[];
  /** Those shown until somebody chooses. */
  usual: string[];
}

function columnNames(ciClass: CIClass): string[] {
  return ciClass.attributes.filter((attribute) => attribute.is_column).map(({ name }) => name);
}

/** The classes that are asked for; without any all that can have members. */
function classesIn(schema: Schema, wanted: readonly string[]): CIClass[] {
  const found = schema.classes.filter(({ name }) => wanted.includes(name));
  return found.length > 0 ? found : schema.classes.filter((ciClass) => !ciClass.is_abstract);
}

/** The columns for the classes that a list is narrowed to: those that all of them have are shown at first. */
export function columnChoice(schema: Schema, wanted: readonly string[]): ColumnChoice {
  const classes = classesIn(schema, wanted);
  const names = classes.map(columnNames);
  const ofAny = [...new Set(names.flat())];
  const ofAll = ofAny.filter((name) => names.every((some) => some.includes(name)));
  const isOneClass = classes.length === 1 && classes[0]?.is_abstract === false;
  const usual = new Set<string>([NAME, ...AROUND, ...ofAll]);
  if (isOneClass) for (const key of ["ci_class", "sources"]) usual.delete(key);
  if (classes.every(({ family }) => STANDS_ALONE.has(family))) usual.delete("root");
  const all = [NAME, "ci_class", "root", "status", ...ofAny, "site", "last_seen_at", "sources"];
  return { all, usual: trimmed(all.filter((key) => usual.has(key)), ofAll) };
}

/** At most ten columns; attributes of general classes go first, those of the class itself tell more. */
function trimmed(keys: string[], attributes: readonly string[]): string[] {
  const surplus = Math.max(0, keys.length - MOST_AT_FIRST);
  const going = attributes.slice(0, surplus);
  return keys.filter((key) => !going.includes(key));
}

/** The columns to show, from what stands in the URL; unknown ones are left out, the name is always there. */
export function shownColumns(choice: ColumnChoice, inUrl: string): string[] {
  const wanted = inUrl.split(",").filter(Boolean);
  return wanted.length === 0 ? choice.usual : choice.all.filter((key) => key === NAME || wanted.includes(key));
}

/** What the URL says of a choice of columns; nothing when it is the usual one. */
export function columnsInUrl(choice: ColumnChoice, shown: readonly string[]): string | null {
  const isUsual = shown.length === choice.usual.length && choice.usual.every((key) => shown.includes(key));
  return isUsual ? null : choice.all.filter((key) => shown.includes(key)).join(",");
}

/** Whether the server can sort by a column. */
export function canSort(schema: Schema, key: string): boolean {
  if (SORTED_BY_SERVER.includes(key)) return true;
  return schema.classes.some(({ attributes }) => attributes.some(({ name, is_column }) => name === key && is_column));
}

/** The sort in the URL when the server knows it, else by name. */
export function sortOf(schema: Schema, inUrl: string): string {
  return canSort(schema, inUrl.replace(/^-/, "")) ? inUrl : NAME;
}
