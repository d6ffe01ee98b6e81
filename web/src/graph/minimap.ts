import type { Tokens } from "../theme/tokens";
import { type Camera, type Point, seen, type Size, toPicture } from "./camera";
import { canvasPen } from "./canvasPen";
import type { Extent } from "./model";
import { paintBoxesSmall } from "./paintBoxes";
import type { Focus, Scene } from "./scene";

const MAP = { width: 168, height: 96, side: 10, inside: 5 };
/** In small panes it would hide too much. */
const LEAST_PANE: Size = { width: 520, height: 420 };
const FADED = 0.35;

interface Subject {
  scene: Scene;
  focus: Focus;
  tokens: Tokens;
}

/** A small picture of all of it in a corner, with a frame around what is seen; shown while not all is. */
export class Minimap {
  private drawn: { subject: Subject; image: HTMLCanvasElement } | null = null;

  draw(context: CanvasRenderingContext2D, subject: Subject, camera: Camera, size: Size): void {
    const { extent } = subject.scene.layout;
    const area = seen(camera, size);
    if (!isShown(extent, area, size)) return;
    const place = placeIn(size);
    const { tokens } = subject;
    context.fillStyle = tokens.panel;
    context.fillRect(place.x, place.y, MAP.width, MAP.height);
    context.drawImage(this.imageOf(subject), place.x, place.y, MAP.width, MAP.height);
    context.setLineDash([]);
    context.lineWidth = 1;
    context.strokeStyle = tokens.control;
    context.strokeRect(place.x + 0.5, place.y + 0.5, MAP.width - 1, MAP.height - 1);
    const frame = framed(area, extent);
    context.lineWidth = 1.5;
    context.strokeStyle = tokens.link;
    context.strokeRect(place.x + frame.x, place.y + frame.y, frame.width, frame.height);
  }

  /** The point of the picture under a point of the pane, where that is on the map. */
  pointAt(at: Point, extent: Extent, camera: Camera, size: Size): Point | null {
    if (!isShown(extent, seen(camera, size), size)) return null;
    const place = placeIn(size);
    const on = { x: at.x - place.x, y: at.y - place.y };
    if (on.x < 0 || on.y < 0 || on.x > MAP.width || on.y > MAP.height) return null;
    return toPicture(cameraOn(extent), MAP, on);
  }

  private imageOf(subject: Subject): HTMLCanvasElement {
    const before = this.drawn;
    if (before?.subject.scene === subject.scene && before.subject.focus === subject.focus && before.subject.tokens === subject.tokens) return before.image;
    const image = document.createElement("canvas");
    const ratio = Math.min(2, window.devicePixelRatio);
    image.width = MAP.width * ratio;
    image.height = MAP.height * ratio;
    const context = image.getContext("2d");
    if (context) {
      context.scale(ratio, ratio);
      paintAll(context, subject);
    }
    this.drawn = { subject, image };
    return image;
  }
}

function isShown(extent: Extent, area: Extent, size: Size): boolean {
  const isAllSeen =
    area.x <= extent.x && area.y <= extent.y && area.x + area.width >= extent.x + extent.width && area.y + area.height >= extent.y + extent.height;
  return !isAllSeen && size.width >= LEAST_PANE.width && size.height >= LEAST_PANE.height;
}

function placeIn(size: Size): Point {
  return { x: MAP.side, y: size.height - MAP.side - MAP.height };
}

function cameraOn({ x, y, width, height }: Extent): Camera {
  const k = Math.min((MAP.width - 2 * MAP.inside) / Math.max(1, width), (MAP.height - 2 * MAP.inside) / Math.max(1, height));
  return { x: x + width / 2, y: y + height / 2, k };
}

/** What is seen as a frame on the map, cut to it. */
function framed(area: Extent, extent: Extent): Extent {
  const { x, y, k } = cameraOn(extent);
  const onMap = (value: number, centre: number, whole: number) => Math.max(2, Math.min(whole - 2, (value - centre) * k + whole / 2));
  const [left, top] = [onMap(area.x, x, MAP.width), onMap(area.y, y, MAP.height)];
  const [right, bottom] = [onMap(area.x + area.width, x, MAP.width), onMap(area.y + area.height, y, MAP.height)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function paintAll(context: CanvasRenderingContext2D, { scene, focus, tokens }: Subject): void {
  const pen = canvasPen(context);
  const { x, y, k } = cameraOn(scene.layout.extent);
  const all = [...scene.layout.boxes.keys()];
  const lit = new Set([...focus.path, focus.selected]);
  pen.scaled([MAP.width / 2 - x * k, MAP.height / 2 - y * k], k, () => {
    if (focus.selected < 0) paintBoxesSmall(pen, { scene, tokens }, all);
    else {
      pen.faded(FADED, () => { paintBoxesSmall(pen, { scene, tokens }, all.filter((box) => !lit.has(box))); });
      paintBoxesSmall(pen, { scene, tokens }, all.filter((box) => lit.has(box)));
    }
  });
}
