/** Which part of the picture is seen, and how large. */
import type { Extent } from "./model";
import { overlaps } from "./places";

/** The point of the picture in the middle of the window, and how many pixels one unit takes. */
export interface Camera {
  x: number;
  y: number;
  k: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export const LEAST_ZOOM = 0.02;
export const MOST_ZOOM = 4;
/** Text is readable from here on. */
const READABLE = 0.8;
const LARGEST_AT_FIRST = 1.15;
/** When it does not all fit, more levels are worth more than larger text. */
const LARGEST_IN_PART = 0.95;
const MARGIN = 20;
/** The strip with the names of the levels, on top. */
export const RULER = 26;

function clamped(k: number): number {
  return Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, k));
}

/** The camera that shows the whole picture. */
export function fitted(extent: Extent, size: Size): Camera {
  const k = clamped(Math.min(largestFit(extent, size), LARGEST_AT_FIRST));
  return { x: extent.x + extent.width / 2, y: extent.y + extent.height / 2 - RULER / 2 / k, k };
}

function largestFit({ width, height }: Extent, size: Size): number {
  return Math.min((size.width - 2 * MARGIN) / Math.max(1, width), (size.height - RULER - 2 * MARGIN) / Math.max(1, height));
}

/** The camera at first: all of it where that is readable, else readable at the source, with the levels running off to the right. */
export function firstView(extent: Extent, size: Size, source: Point): Camera {
  const whole = fitted(extent, size);
  if (whole.k >= READABLE) return whole;
  const byHeight = (size.height - RULER - 2 * MARGIN) / Math.max(1, extent.height);
  const k = clamped(Math.max(READABLE, Math.min(byHeight, LARGEST_IN_PART)));
  const isAllHigh = byHeight >= k;
  return {
    x: extent.x + (size.width / 2 - MARGIN) / k,
    y: (isAllHigh ? extent.y + extent.height / 2 : source.y) - RULER / 2 / k,
    k,
  };
}

export function toScreen({ x, y, k }: Camera, size: Size, point: Point): Point {
  return { x: (point.x - x) * k + size.width / 2, y: (point.y - y) * k + size.height / 2 };
}

export function toPicture({ x, y, k }: Camera, size: Size, point: Point): Point {
  return { x: (point.x - size.width / 2) / k + x, y: (point.y - size.height / 2) / k + y };
}

/** What is seen, in units of the picture. */
export function seen({ x, y, k }: Camera, { width, height }: Size): Extent {
  return { x: x - width / 2 / k, y: y - height / 2 / k, width: width / k, height: height / k };
}

export function moved(camera: Camera, byPixels: Point): Camera {
  return { ...camera, x: camera.x - byPixels.x / camera.k, y: camera.y - byPixels.y / camera.k };
}

/** Larger or smaller, while the point under `at` stays where it is. */
export function zoomed(camera: Camera, size: Size, factor: number, at: Point): Camera {
  const k = clamped(camera.k * factor);
  const point = toPicture(camera, size, at);
  return { x: point.x - (at.x - size.width / 2) / k, y: point.y - (at.y - size.height / 2) / k, k };
}

/** A camera that has a box in view: no further than needed where a part of it is, else with the box in the middle. */
export function showing(camera: Camera, size: Size, box: Extent): Camera {
  if (!overlaps(box, seen(camera, size))) return { ...camera, x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const room = 2 * MARGIN;
  const start = toScreen(camera, size, box);
  const end = toScreen(camera, size, { x: box.x + box.width, y: box.y + box.height });
  const x = shift(start.x, end.x, room, size.width - room);
  const y = shift(start.y, end.y, RULER + room, size.height - room);
  return x === 0 && y === 0 ? camera : moved(camera, { x, y });
}

/** The nearest camera that does not look past the edge of the picture more than it must. */
export function within(camera: Camera, size: Size, { x, y, width, height }: Extent): Camera {
  const margin = MARGIN / camera.k;
  const area = seen(camera, size);
  return {
    ...camera,
    x: between(camera.x, x - margin + area.width / 2, x + width + margin - area.width / 2),
    y: between(camera.y, y - (MARGIN + RULER) / camera.k + area.height / 2, y + height + margin - area.height / 2),
  };
}

function between(value: number, one: number, other: number): number {
  return Math.max(Math.min(one, other), Math.min(Math.max(one, other), value));
}

/** How far a span must move to lie between two limits. */
function shift(start: number, end: number, least: number, most: number): number {
  if (start < least) return least - start;
  return end > most ? Math.max(most - end, least - start) : 0;
}

/** A camera as the URL has it, or null. */
export function cameraOf(text: string): Camera | null {
  const parts = text.split(",").map(Number);
  const [x, y, k] = parts;
  if (parts.length !== 3 || x === undefined || y === undefined || k === undefined || !parts.every(Number.isFinite)) return null;
  return { x, y, k: clamped(k) };
}

export function textOfCamera({ x, y, k }: Camera): string {
  return `${Math.round(x)},${Math.round(y)},${Number(k.toFixed(3))}`;
}
