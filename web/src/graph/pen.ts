/** What the picture is drawn with: on a canvas or into an SVG, by the same strokes. */
import type { Extent } from "./model";

export type Point = readonly [x: number, y: number];

export interface Stroke {
  colour: string;
  width: number;
  isDashed?: boolean;
}

export interface Label {
  text: string;
  x: number;
  /** The middle of the line. */
  y: number;
  colour: string;
  size: number;
  weight?: 400 | 600;
  align?: "start" | "end" | "middle";
}

/** The lines of an icon on a square of 24 by 24, as SVG paths. */
export type Icon = readonly string[];
export const ICON_SIDE = 24;
export const ICON_STROKE = 2;

/** Shapes are collected until they are filled or stroked together. */
export interface Pen {
  rectangle: (extent: Extent, radius?: number) => void;
  line: (from: Point, to: Point) => void;
  /** A curve that leaves `from` towards the first and enters `to` from the second control point. */
  curve: (from: Point, controls: readonly [Point, Point], to: Point) => void;
  polygon: (points: readonly Point[]) => void;
  circle: (x: number, y: number, radius: number) => void;
  fill: (colour: string) => void;
  stroke: (stroke: Stroke) => void;
  label: (label: Label) => void;
  /** An icon in the style of the product's others, in a square that starts there. */
  icon: (paths: Icon, at: Point, size: number, colour: string) => void;
  /** Draw with this opacity, between 0 and 1. */
  faded: (opacity: number, draw: () => void) => void;
  /** Draw in a coordinate system with this origin and scale. */
  scaled: (origin: Point, scale: number, draw: () => void) => void;
}

export const FONT = "'Inter Variable', Inter, system-ui, sans-serif";
