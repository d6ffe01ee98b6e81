/** Fields that hold a list of rows, as JSON text. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a value; none for what is no list. */
export function rowsOf(text: string): Row[] {
  if (text === "") return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? (found as Row[]) : [];
  } catch {
    return [];
  }
}

/** Rows as a value; cells and rows without a value are left out. */
export function textOfRows(rows: readonly Row[]): string {
  const kept = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ""))).filter((row) => Object.keys(row).length > 0);
  return kept.length === 0 ? "" : JSON.stringify(kept);
}

/** A time as `datetime-local` shows it: by the clock of the browser. */
export function localTime(at: string): string {
  const moment = new Date(at);
  if (at === "" || Number.isNaN(moment.getTime())) return "";
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A time of the browser's clock in UTC, "" for what is none. */
export function utcTime(local: string): string {
  const moment = new Date(local);
  return local === "" || Number.isNaN(moment.getTime()) ? "" : moment.toISOString().replace(".000Z", "Z");
}
