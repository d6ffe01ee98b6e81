/** Where a link runs: from the side of one box to the side of the other. */
import type { Box, Extent, Layout } from "./model";
import type { Pen, Point } from "./pen";
import { overlaps } from "./places";

/** Where a link leaves the box that is needed and enters the one that needs it. */
export interface Ends {
  from: Point;
  to: Point;
  /** Where the curve leads to at each end: 1 right, -1 left. */
  leaves: 1 | -1;
  enters: 1 | -1;
}

const STEPS = 16;

export function endsOf(from: Box, to: Box): Ends {
  const side = (box: Box, right: boolean): Point => [box.x + (right ? box.width : 0), box.y + box.height / 2];
  if (from.x + from.width <= to.x) return { from: side(from, true), to: side(to, false), leaves: 1, enters: -1 };
  if (to.x + to.width <= from.x) return { from: side(from, false), to: side(to, true), leaves: -1, enters: 1 };
  return { from: side(from, true), to: side(to, true), leaves: 1, enters: 1 };
}

/** The control points of the curve. */
function controlsOf({ from, to, leaves, enters }: Ends): [Point, Point] {
  const reach = leaves === enters ? 26 + Math.min(60, Math.abs(to[1] - from[1]) / 12) : Math.min(140, Math.abs(to[0] - from[0]) / 2);
  return [[from[0] + leaves * reach, from[1]], [to[0] + enters * reach, to[1]]];
}

export function drawEnds(pen: Pen, ends: Ends, isCurved: boolean): void {
  if (isCurved || ends.leaves === ends.enters) pen.curve(ends.from, controlsOf(ends), ends.to);
  else pen.line(ends.from, ends.to);
}

/** The boxes at the ends of a link. */
export function boxesOf({ boxes, links }: Layout, link: number): readonly [Box, Box] | null {
  const [from, to] = [boxes[links.from[link] ?? -1], boxes[links.to[link] ?? -1]];
  return from && to ? [from, to] : null;
}

export function around(a: Box, b: Box): Extent {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/** The links whose bounding box touches an area. */
export function linksWithin(layout: Layout, area: Extent): number[] {
  const found: number[] = [];
  for (let link = 0; link < layout.links.from.length; link += 1) {
    const ends = boxesOf(layout, link);
    if (ends && overlaps(around(...ends), area)) found.push(link);
  }
  return found;
}

/** A point of a cubic curve. */
function pointAt(from: Point, [first, second]: readonly [Point, Point], to: Point, at: number): Point {
  const left = 1 - at;
  const mix = (axis: 0 | 1) => left ** 3 * from[axis] + 3 * left ** 2 * at * first[axis] + 3 * left * at ** 2 * second[axis] + at ** 3 * to[axis];
  return [mix(0), mix(1)];
}

/** The link that runs nearest to a point, at most so far away; -1 where none does. */
export function linkAt(layout: Layout, { x, y }: { x: number; y: number }, within: number): number {
  const area = { x: x - within - 90, y: y - within, width: 2 * within + 180, height: 2 * within };
  let best = -1;
  let least = within;
  for (const link of linksWithin(layout, area)) {
    const boxes = boxesOf(layout, link);
    if (!boxes) continue;
    const away = distance(endsOf(...boxes), [x, y]);
    if (away < least) [best, least] = [link, away];
  }
  return best;
}

function distance(ends: Ends, point: Point): number {
  const controls = controlsOf(ends);
  let before = ends.from;
  let least = Infinity;
  for (let step = 1; step <= STEPS; step += 1) {
    const here = pointAt(ends.from, controls, ends.to, step / STEPS);
    least = Math.min(least, toSegment(point, before, here));
    before = here;
  }
  return least;
}

function toSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / Math.max(1e-9, dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
