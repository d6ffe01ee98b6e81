/** Where the keyboard leads in a grid. Row -1 is the head. */

export interface Place {
  row: number;
  /** Counts in the head only, where columns are chosen to sort by. */
  column: number;
}

export interface Extent {
  rows: number;
  columns: number;
  /** Rows that fit on the screen. */
  page: number;
}

const HEAD = -1;

function steps(page: number): Record<string, number> {
  return { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
}

/** The place that a key leads to; null when the key does not move. */
export function moved(key: string, place: Place, { rows, columns, page }: Extent): Place | null {
  if (place.row === HEAD) return movedInHead(key, place, { rows, columns, page });
  const step = steps(Math.max(1, page - 1))[key];
  if (step === undefined) return null;
  if (key === "ArrowUp" && place.row === 0) return { row: HEAD, column: place.column };
  return { ...place, row: clamped(place.row + step, rows) };
}

function movedInHead(key: string, place: Place, { rows, columns }: Extent): Place | null {
  const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[key];
  if (step !== undefined) return { row: HEAD, column: clamped(place.column + step, columns) };
  if (key === "ArrowDown" || key === "j") return { ...place, row: rows > 0 ? 0 : HEAD };
  return null;
}

function clamped(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}
