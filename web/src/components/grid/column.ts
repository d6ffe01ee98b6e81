/** What a column of a grid or table is. */
import type { ReactNode } from "react";

export interface Column<Row> {
  key: string;
  label: string;
  /** What the column means, as the title of its head. */
  doc?: string;
  /** Smallest width in pixels; columns share the rest of the room in the same proportions. */
  width: number;
  /** What the server calls it when sorting; without one the column cannot be sorted. */
  sort?: string;
  isNumber?: boolean;
  cell: (row: Row) => ReactNode;
  /** The full text, for cells that may be cut. */
  title?: (row: Row) => string;
}

export type Sorting = "ascending" | "descending" | "none";

/** How a column is sorted, given `name` or `-name`. */
export function sortingOf(sort: string, column: Pick<Column<never>, "sort">): Sorting {
  if (column.sort === undefined || sort.replace(/^-/, "") !== column.sort) return "none";
  return sort.startsWith("-") ? "descending" : "ascending";
}

/** The sort after somebody chose a column: ascending first, then the other way round. */
export function nextSort(sort: string, column: string): string {
  return sort === column ? `-${column}` : column;
}

/** CSS grid tracks for columns. */
export function tracks(columns: readonly Pick<Column<never>, "width">[]): string {
  return columns.map(({ width }) => `minmax(${width}px, ${width}fr)`).join(" ");
}

/** The smallest width of a row in pixels. */
export function rowWidth(columns: readonly Pick<Column<never>, "width">[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}
