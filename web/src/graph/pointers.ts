/** Mouse, pen and touch on the picture: drag to move, wheel or pinch to zoom, click and double click. */
import type { Point } from "./camera";

export interface PointerTarget {
  pan: (byPixels: Point) => void;
  zoom: (factor: number, at: Point) => void;
  click: (at: Point) => void;
  doubleClick: (at: Point) => void;
  hover: (at: Point | null) => void;
}

const CLICK_PIXELS = 4;
const WHEEL_SPEED = 0.0016;
const PINCH_SPEED = 0.01;
const LINE_PIXELS = 16;

/** Follows the pointers on an element until the returned function is called. */
export function followPointers(element: HTMLElement, target: PointerTarget): () => void {
  const ending = new AbortController();
  const options = { signal: ending.signal };
  const drag = new Drag(element, target);
  element.addEventListener("pointerdown", (event) => { drag.down(event); }, options);
  element.addEventListener("pointermove", (event) => { drag.move(event); }, options);
  element.addEventListener("pointerup", (event) => { drag.up(event, true); }, options);
  element.addEventListener("pointercancel", (event) => { drag.up(event, false); }, options);
  element.addEventListener("pointerleave", () => { target.hover(null); }, options);
  element.addEventListener("dblclick", (event) => { target.doubleClick(pointOf(event)); }, options);
  element.addEventListener("wheel", (event) => { turnWheel(event, target); }, { ...options, passive: false });
  return () => { ending.abort(); };
}

function pointOf({ offsetX, offsetY }: MouseEvent): Point {
  return { x: offsetX, y: offsetY };
}

function turnWheel(event: WheelEvent, target: PointerTarget): void {
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
  if (event.shiftKey) target.pan({ x: -(event.deltaX || event.deltaY) * unit, y: 0 });
  else target.zoom(Math.exp(-event.deltaY * unit * (event.ctrlKey ? PINCH_SPEED : WHEEL_SPEED)), pointOf(event));
}

class Drag {
  private readonly pointers = new Map<number, Point>();
  private travelled = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly target: PointerTarget,
  ) {}

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (this.pointers.size === 0) this.travelled = 0;
    this.pointers.set(event.pointerId, pointOf(event));
    this.element.setPointerCapture(event.pointerId);
  }

  move(event: PointerEvent): void {
    const here = pointOf(event);
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      this.target.hover(here);
      return;
    }
    this.pointers.set(event.pointerId, here);
    this.travelled += Math.hypot(here.x - before.x, here.y - before.y);
    if (this.travelled < CLICK_PIXELS) return;
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.pinch(before, here, other);
    else this.target.pan({ x: here.x - before.x, y: here.y - before.y });
  }

  up(event: PointerEvent, isEnd: boolean): void {
    const wasDown = this.pointers.delete(event.pointerId);
    if (wasDown && isEnd && this.pointers.size === 0 && this.travelled < CLICK_PIXELS) this.target.click(pointOf(event));
  }

  /** Two fingers: what is between them stays between them. */
  private pinch(before: Point, here: Point, other: Point): void {
    const distance = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    const middle = { x: (here.x + other.x) / 2, y: (here.y + other.y) / 2 };
    this.target.pan({ x: (here.x - before.x) / 2, y: (here.y - before.y) / 2 });
    this.target.zoom(distance(here) / distance(before), middle);
  }
}
