/** Draws a scene as a camera sees it. Screen, SVG and PNG come from here. */
import type { Tokens } from "../theme/tokens";
import { type Camera, seen, type Size } from "./camera";
import { linksWithin } from "./linkGeometry";
import type { Extent } from "./model";
import { paintBoxes, paintBoxesSmall, paintMarks, paintOutlines } from "./paintBoxes";
import { paintChosenLink, paintLinks, paintMarkedLinks, paintPath } from "./paintLinks";
import { paintPorts } from "./paintPorts";
import { paintRuler } from "./paintRuler";
import type { Pen } from "./pen";
import { overlaps } from "./places";
import type { Focus, Scene } from "./scene";
import type { Fit } from "./text";
import { frameTitle } from "./words";

export interface View {
  scene: Scene;
  focus: Focus;
  camera: Camera;
  size: Size;
  tokens: Tokens;
  fit: Fit;
  /** While it moves, less is drawn. */
  isMoving: boolean;
}

/** Below this zoom boxes are coloured rectangles; from here on they have names. */
export const DETAIL_FROM = 0.35;
const FADED = 0.42;
const MOST_LABELS_MOVING = 600;

/** What of the view is drawn: the boxes in sight, those that stand out, and how. */
export interface Sight extends View {
  area: Extent;
  isDetailed: boolean;
  hasLabels: boolean;
}

export function paint(pen: Pen, view: View): void {
  const { camera, size, scene, tokens } = view;
  const area = seen(camera, size);
  const visible = scene.places.within(area);
  const isDetailed = camera.k >= DETAIL_FROM;
  const hasLabels = isDetailed && !(view.isMoving && visible.length > MOST_LABELS_MOVING);
  const sight: Sight = { ...view, area, isDetailed, hasLabels };
  pen.rectangle({ x: 0, y: 0, ...size });
  pen.fill(tokens.panel);
  const origin = [size.width / 2 - camera.x * camera.k, size.height / 2 - camera.y * camera.k] as const;
  pen.scaled(origin, camera.k, () => { paintPicture(pen, sight, visible); });
  paintRuler(pen, view);
}

function paintPicture(pen: Pen, sight: Sight, visible: readonly number[]): void {
  const { focus } = sight;
  const paintAll = sight.isDetailed ? paintBoxes : paintBoxesSmall;
  const links = linksWithin(sight.scene.layout, sight.area);
  paintFrames(pen, sight);
  if (focus.selected < 0) {
    paintLinks(pen, sight, links);
    paintMarkedLinks(pen, sight);
    paintAll(pen, sight, visible);
  } else {
    const lit = litBoxes(sight);
    pen.faded(FADED, () => {
      paintLinks(pen, sight, links);
      paintAll(pen, sight, visible.filter((box) => !lit.has(box)));
    });
    paintMarkedLinks(pen, sight);
    paintPath(pen, sight);
    paintAll(pen, sight, visible.filter((box) => lit.has(box)));
  }
  paintChosenLink(pen, sight);
  paintPorts(pen, sight, links);
  paintMarks(pen, sight, visible);
  paintOutlines(pen, sight);
}

/** What stands out: the path, the selected box and what it is linked to. */
function litBoxes({ focus, scene: { layout } }: Sight): ReadonlySet<number> {
  const lit = new Set([...focus.path, focus.selected]);
  const { from, to } = layout.links;
  for (let link = 0; link < from.length; link += 1) {
    if (from[link] === focus.selected) lit.add(to[link] ?? 0);
    else if (to[link] === focus.selected) lit.add(from[link] ?? 0);
  }
  return lit;
}

function paintFrames(pen: Pen, { scene, area, tokens, fit, hasLabels, camera }: Sight): void {
  const frames = scene.layout.frames.filter((frame) => overlaps(frame, area));
  const outline = () => {
    for (const frame of frames) pen.rectangle(frame, 4);
  };
  outline();
  pen.fill(tokens.frame);
  outline();
  pen.stroke({ colour: tokens.border, width: 1 / Math.max(camera.k, 0.5) });
  if (!hasLabels) return;
  for (const frame of frames) {
    const text = fit(frameTitle(frame), frame.width - 14, 11, 600);
    pen.label({ text, x: frame.x + 7, y: frame.y + 10, colour: tokens.dim, size: 11, weight: 600 });
  }
}
