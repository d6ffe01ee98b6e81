/** Finds the box at a point: boxes by the cells of a grid that they touch. */
import type { Box, Extent } from "./model";

const CELL = { width: 200, height: 130 };

interface Point {
  x: number;
  y: number;
}

export interface Places {
  at: (point: Point) => Box | null;
  /** The boxes that touch an area, by their place in the list. */
  within: (area: Extent) => number[];
}

export function placesOf(boxes: readonly Box[]): Places {
  const cells = new Map<string, number[]>();
  for (const [index, box] of boxes.entries()) {
    for (const key of cellsOf(box)) {
      const cell = cells.get(key);
      if (cell) cell.push(index);
      else cells.set(key, [index]);
    }
  }
  const at = (point: Point) => {
    const near = cells.get(keyOf(column(point.x), row(point.y))) ?? [];
    return near.map((index) => boxes[index]).find((box) => box && contains(box, point)) ?? null;
  };
  const within = (area: Extent) => boxes.flatMap((box, index) => (overlaps(box, area) ? [index] : []));
  return { at, within };
}

function column(x: number): number {
  return Math.floor(x / CELL.width);
}

function row(y: number): number {
  return Math.floor(y / CELL.height);
}

function keyOf(columnNumber: number, rowNumber: number): string {
  return `${columnNumber}:${rowNumber}`;
}

function cellsOf({ x, y, width, height }: Extent): string[] {
  const keys: string[] = [];
  for (let c = column(x); c <= column(x + width); c += 1) for (let r = row(y); r <= row(y + height); r += 1) keys.push(keyOf(c, r));
  return keys;
}

function contains({ x, y, width, height }: Extent, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

export function overlaps(a: Extent, b: Extent): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
