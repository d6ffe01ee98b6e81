import { FONT } from "./pen";

let context: CanvasRenderingContext2D | null = null;

/** The width of a text as a canvas draws it. */
export function measureText(text: string, size: number, weight: number): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * size * 0.55;
  context.font = `${weight} ${size}px ${FONT}`;
  return context.measureText(text).width;
}
