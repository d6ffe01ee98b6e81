/** Puts the blocks of a level into columns of bounded height. */
import type { Block } from "./ordering";

export const BOX = { width: 166, height: 22, gap: 4 };
/** A redundancy group has a second line for its rule. */
export const RULE_HEIGHT = 40;
export const FRAME = { head: 19, side: 5, foot: 5, gap: 8 };
export const COLUMN_WIDTH = BOX.width + 2 * FRAME.side;
export const COLUMN_GAP = 10;
export const LEVEL_GAP = 68;
/** Where the ports of links are named between the levels. */
export const PORTS_GAP = 160;
/** And between the columns of a level. */
export const PORTS_COLUMN_GAP = 90;

/** Columns are at least this high before a level gets a second one: about what a screen shows at a readable size. */
const LEAST_HEIGHT = 760;
/** Beside the list the picture has about this shape. */
const ASPECT = 1.4;
const STEP = 1.12;

/** The part of a block that stands in one column. */
export interface Part {
  block: Block;
  boxes: number[];
  height: number;
}

/** Height of a part with these boxes. */
export function partHeight(boxes: readonly number[], heightOf: (box: number) => number): number {
  return FRAME.head + boxes.reduce((sum, box) => sum + heightOf(box) + BOX.gap, -BOX.gap) + FRAME.foot;
}

/** Height of parts that stand in one column. */
export function columnHeight(parts: readonly { height: number }[]): number {
  return parts.reduce((sum, { height }) => sum + height + FRAME.gap, -FRAME.gap);
}

/** The columns of a level, none higher than `most` where a single box allows it. */
export function columnsOf(level: readonly Block[], most: number, heightOf: (box: number) => number): Part[][] {
  const columns: Part[][] = [];
  let room = -1;
  for (const block of level) {
    let left = block.boxes;
    while (left.length > 0) {
      const isNew = room < Math.min(partHeight(left, heightOf), most / 3);
      if (isNew) {
        columns.push([]);
        room = most;
      }
      const boxes = fitting(left, room, heightOf);
      const height = partHeight(boxes, heightOf);
      columns.at(-1)?.push({ block, boxes, height });
      room -= height + FRAME.gap;
      left = left.slice(boxes.length);
    }
  }
  return columns;
}

/** The first boxes that fit, at least one. */
function fitting(boxes: readonly number[], room: number, heightOf: (box: number) => number): number[] {
  let height = FRAME.head + FRAME.foot - BOX.gap;
  const end = boxes.findIndex((box) => (height += heightOf(box) + BOX.gap) > room);
  return boxes.slice(0, end < 0 ? boxes.length : Math.max(1, end));
}

/** The height of columns that gives the picture about the shape of a screen, never less than a screen's own height. */
export function bestHeight(levelHeights: readonly number[]): number {
  const highest = Math.max(LEAST_HEIGHT, ...levelHeights);
  const size = (height: number) => {
    const columns = levelHeights.reduce((sum, level) => sum + Math.max(1, Math.ceil(level / height)), 0);
    const width = columns * (COLUMN_WIDTH + COLUMN_GAP) + levelHeights.length * LEVEL_GAP;
    return Math.max(width / ASPECT, Math.min(height, highest));
  };
  let best = LEAST_HEIGHT;
  // Small pictures stay at the height of a screen and run off to the right; only large ones are weighed.
  if (size(best) < 4 * best) return best;
  for (let height = best; height < highest * STEP; height *= STEP) if (size(height) < size(best)) best = height;
  return best;
}
