/** The whole picture as a file: the same strokes as on the screen. */
import type { Tokens } from "../theme/tokens";
import { type Camera, RULER, type Size } from "./camera";
import { canvasPen } from "./canvasPen";
import { measureText } from "./measuring";
import type { Extent } from "./model";
import { paint, type View } from "./paint";
import type { Focus, Scene } from "./scene";
import { svgPen } from "./svgPen";
import { fitter } from "./text";

const MARGIN = 24;
const MOST_SCALE = 2;
/** Larger images fail in some programs, and take more memory than they are worth. */
export const MOST_PIXELS = 16_000_000;
const MOST_SIDE = 16_384;

export interface Subject {
  scene: Scene;
  focus: Focus;
  tokens: Tokens;
}

/** How large the picture becomes at full size, with the names of the levels on top. */
function fullSize({ width, height }: Extent): Size {
  return { width: width + 2 * MARGIN, height: height + 2 * MARGIN + RULER };
}

function viewOf(subject: Subject): View {
  const { extent } = subject.scene.layout;
  const camera: Camera = { x: extent.x + extent.width / 2, y: extent.y + extent.height / 2 - RULER / 2, k: 1 };
  return { ...subject, camera, size: fullSize(extent), fit: fitter(measureText), isMoving: false };
}

export function svgOf(subject: Subject, title: string): string {
  const view = viewOf(subject);
  const pen = svgPen();
  paint(pen, view);
  return pen.document(view.size.width, view.size.height, title);
}

/** The largest scale at which an image stays within what programs take. */
export function pngScale(extent: Extent): number {
  const { width, height } = fullSize(extent);
  return Math.min(MOST_SCALE, Math.sqrt(MOST_PIXELS / (width * height)), MOST_SIDE / Math.max(width, height));
}

export async function pngOf(subject: Subject): Promise<Blob> {
  const view = viewOf(subject);
  const scale = pngScale(subject.scene.layout.extent);
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(view.size.width * scale);
  canvas.height = Math.floor(view.size.height * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The browser has no memory for the image.");
  context.scale(scale, scale);
  paint(canvasPen(context), view);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error("The browser could not make the image."));
    }, "image/png");
  });
}
