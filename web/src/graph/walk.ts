/** Where the arrow keys lead: left and right along links, up and down within a level. */
import type { Box } from "./model";
import type { Focus, Scene } from "./scene";

export const STEPS = { ArrowLeft: "inwards", ArrowRight: "outwards", ArrowUp: "up", ArrowDown: "down" } as const;
export type Step = (typeof STEPS)[keyof typeof STEPS];

/** The box that a step leads to from the selected one; from nowhere the first one. Null where there is none. */
export function walked(scene: Scene, focus: Focus, step: Step): number | null {
  const { boxes } = scene.layout;
  const here = boxes[focus.selected];
  if (!here) return boxes.length > 0 ? firstOf(boxes) : null;
  if (step === "up" || step === "down") return beside(boxes, focus.selected, step);
  return along(scene, focus, step === "inwards" ? -1 : 1);
}

function firstOf(boxes: readonly Box[]): number {
  return boxes.reduce((first, box, index) => (box.level < (boxes[first]?.level ?? 0) ? index : first), 0);
}

/** The next box of the level, column by column. */
function beside(boxes: readonly Box[], selected: number, step: "up" | "down"): number | null {
  const level = boxes[selected]?.level;
  const order = boxes.flatMap((box, index) => (box.level === level ? [{ ...box, index }] : [])).sort((a, b) => a.x - b.x || a.y - b.y);
  const turn = order.findIndex(({ index }) => index === selected);
  return order[turn + (step === "up" ? -1 : 1)]?.index ?? null;
}

/** A linked box nearer to the source (-1) or further away (1): the one on the path, else the nearest in height. */
function along(scene: Scene, { selected, path }: Focus, side: -1 | 1): number | null {
  const { boxes, links } = scene.layout;
  const here = boxes[selected];
  if (!here) return null;
  const linked = linkedTo(selected, links).filter((other) => Math.sign((boxes[other]?.level ?? 0) - here.level) === side);
  const onPath = linked.find((other) => path.includes(other));
  if (onPath !== undefined) return onPath;
  const near = linked.length > 0 ? linked : neighbourLevel(boxes, here, side);
  return nearest(boxes, near, here);
}

function linkedTo(selected: number, { from, to }: { from: Int32Array; to: Int32Array }): number[] {
  const found: number[] = [];
  for (let link = 0; link < from.length; link += 1) {
    if (from[link] === selected) found.push(to[link] ?? 0);
    else if (to[link] === selected) found.push(from[link] ?? 0);
  }
  return found;
}

/** All boxes of the next level on a side, for boxes without a link there: filters may have hidden what is between. */
function neighbourLevel(boxes: readonly Box[], here: Box, side: -1 | 1): number[] {
  // Away from the source nothing is linked because nothing depends on it.
  if (side === 1) return [];
  const level = Math.max(...boxes.map((box) => (box.level < here.level ? box.level : -Infinity)));
  return boxes.flatMap((box, index) => (box.level === level ? [index] : []));
}

function nearest(boxes: readonly Box[], candidates: readonly number[], here: Box): number | null {
  const away = (index: number) => Math.hypot((boxes[index]?.x ?? 0) - here.x, 3 * ((boxes[index]?.y ?? 0) - here.y));
  return candidates.reduce<number | null>((best, index) => (best === null || away(index) < away(best) ? index : best), null);
}
