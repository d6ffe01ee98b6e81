import type { Tokens } from "../theme/tokens";
import { type Camera, fitted, firstView, moved, type Point, RULER, showing, type Size, toPicture, toScreen, within, zoomed } from "./camera";
import { canvasPen } from "./canvasPen";
import { linkAt } from "./linkGeometry";
import { measureText } from "./measuring";
import { Minimap } from "./minimap";
import type { Box, Extent } from "./model";
import { paint } from "./paint";
import { overlaps } from "./places";
import { followPointers } from "./pointers";
import { type Focus, type Scene, uidAt } from "./scene";
import { type Fit, fitter } from "./text";

/** What is shown; a scene with another key starts with a fresh look. */
export interface Shown {
  scene: Scene;
  focus: Focus;
  tokens: Tokens;
  /** Where to start, or null for the usual first view. */
  start: Camera | null;
}

export interface ViewEvents {
  /** A box was clicked, or the empty ground (null). */
  onSelect: (box: Box | null) => void;
  onOpen: (box: Box) => void;
  /** The pointer is on a box, which is there on the screen. */
  onHover: (box: Box | null, area: Extent | null) => void;
  /** A link between boxes was clicked; only where links have words. */
  onSelectLink: (link: number) => void;
  /** The pointer is on a link, at this point of the screen; when it leaves, it is on no box either. */
  onHoverLink: (link: number, at: Point) => void;
  /** The camera came to rest after somebody moved it. */
  onRest: (camera: Camera) => void;
}

/** The middle of the frame around a box. */
function centreOf({ layout }: Scene, box: Box): number {
  const frame = layout.frames.find((one) => overlaps(one, box)) ?? box;
  return frame.y + frame.height / 2;
}

const REST_MS = 120;
/** So near to a link the pointer is on it. */
const LINK_PIXELS = 6;
const MOST_PIXEL_RATIO = 2;

/** Draws a scene on a canvas when something changed, and moves the camera. */
export class GraphView {
  private shown: Shown | null = null;
  private camera: Camera | null = null;
  private size: Size = { width: 0, height: 0 };
  private frame = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private isMoving = false;
  private fit: Fit = fitter(measureText);
  private readonly minimap = new Minimap();
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly events: ViewEvents,
  ) {
    const observer = new ResizeObserver(() => { this.resize(); });
    observer.observe(canvas);
    this.ends.push(() => { observer.disconnect(); }, followPointers(canvas, this));
    // Texts measured before their font was there are cut wrongly.
    void document.fonts.ready.then(() => {
      this.fit = fitter(measureText);
      this.redraw();
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
    for (const end of this.ends) end();
  }

  show(next: Shown): void {
    const before = this.shown;
    this.shown = next;
    if (before?.scene.key !== next.scene.key) this.camera = null;
    else if (before.scene !== next.scene) this.holdStill(before, next);
    if (before && before.focus.selected !== next.focus.selected) this.reveal(next);
    this.redraw();
  }

  /** Look from a given place, as when the address changes. */
  look(camera: Camera | null): void {
    this.camera = camera;
    this.redraw();
  }

  fitAll(): void {
    if (this.shown) this.moveTo(fitted(this.shown.scene.layout.extent, this.size));
  }

  zoom(factor: number, at: Point = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    if (this.camera) this.moveTo(zoomed(this.camera, this.size, factor, at));
  }

  pan(byPixels: Point): void {
    if (this.camera) this.moveTo(moved(this.camera, byPixels));
  }

  click(at: Point): void {
    const there = this.onMap(at);
    if (there && this.camera) this.moveTo({ ...this.camera, ...there });
    else {
      const box = this.boxAt(at);
      const link = box ? -1 : this.linkAt(at);
      if (link >= 0) this.events.onSelectLink(link);
      else this.events.onSelect(box);
    }
  }

  doubleClick(at: Point): void {
    const box = this.onMap(at) ? null : this.boxAt(at);
    if (box) this.events.onOpen(box);
  }

  hover(at: Point | null): void {
    const box = at && !this.onMap(at) ? this.boxAt(at) : null;
    const link = at && !box && !this.onMap(at) ? this.linkAt(at) : -1;
    this.canvas.style.cursor = box || link >= 0 ? "pointer" : "";
    this.events.onHover(box, box && this.areaOf(box));
    if (at && link >= 0) this.events.onHoverLink(link, at);
  }

  private onMap(at: Point): Point | null {
    return this.shown && this.camera && this.minimap.pointAt(at, this.shown.scene.layout.extent, this.camera, this.size);
  }

  private boxAt(at: Point): Box | null {
    if (!this.shown || !this.camera || at.y < RULER) return null;
    return this.shown.scene.places.at(toPicture(this.camera, this.size, at));
  }

  private linkAt(at: Point): number {
    if (!this.shown?.scene.words || !this.camera || at.y < RULER) return -1;
    return linkAt(this.shown.scene.layout, toPicture(this.camera, this.size, at), LINK_PIXELS / this.camera.k);
  }

  private areaOf(box: Box): Extent | null {
    if (!this.camera) return null;
    const { k } = this.camera;
    return { ...toScreen(this.camera, this.size, box), width: box.width * k, height: box.height * k };
  }

  private moveTo(camera: Camera): void {
    this.camera = camera;
    this.isMoving = true;
    this.events.onHover(null, null);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.isMoving = false;
      this.redraw();
      if (this.camera) this.events.onRest(this.camera);
    }, REST_MS);
    this.redraw();
  }

  /** When the layout changes, what somebody looks at stays where it is on the screen. */
  private holdStill(before: Shown, next: Shown): void {
    const held = before.scene.layout.boxes[before.focus.selected];
    const uid = held && uidAt(before.scene, held);
    const there = uid === undefined ? undefined : next.scene.layout.boxes[next.scene.boxOf.get(uid) ?? -1];
    if (!this.camera || !held || !there) return;
    const isOpened = held.isGroup && !there.isGroup;
    const y = isOpened ? centreOf(next.scene, there) : this.camera.y + there.y - held.y;
    const camera = { ...this.camera, x: this.camera.x + there.x - held.x, y };
    this.camera = within(camera, this.size, next.scene.layout.extent);
  }

  private reveal({ scene, focus }: Shown): void {
    const box = scene.layout.boxes[focus.selected];
    if (!this.camera || !box) return;
    const camera = showing(this.camera, this.size, box);
    if (camera !== this.camera) this.camera = within(camera, this.size, scene.layout.extent);
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(window.devicePixelRatio, MOST_PIXEL_RATIO);
    this.size = { width, height };
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.draw();
  }

  private redraw(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const context = this.canvas.getContext("2d");
    if (!this.shown || !context || this.size.width === 0) return;
    const { scene, focus, tokens, start } = this.shown;
    this.camera ??= start ?? this.firstView(scene, focus);
    const ratio = this.canvas.width / this.size.width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { camera, size } = this;
    paint(canvasPen(context), { scene, focus, tokens, camera, size, fit: this.fit, isMoving: this.isMoving });
    this.minimap.draw(context, this.shown, camera, size);
  }

  private firstView(scene: Scene, focus: Focus): Camera {
    const { boxes, extent } = scene.layout;
    const source = boxes.find(({ level }) => level === 0) ?? { x: 0, y: 0, height: 0 };
    const camera = firstView(extent, this.size, { x: source.x, y: source.y + source.height / 2 });
    const selected = boxes[focus.selected];
    return selected ? showing(camera, this.size, selected) : camera;
  }
}
