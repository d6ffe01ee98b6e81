/** The order of boxes within their levels: neighbours stand at about the same height, so that fewer links cross. */
import type { Links } from "./model";

/** Boxes that stay together, by their place in the list of boxes. */
export interface Block {
  label: string;
  boxes: number[];
  count: number;
}

/** What a box is sorted by where its neighbours do not tell. */
export interface Sortable {
  level: number;
  /** A group stands below the CIs that are drawn each for itself. */
  isGroup: boolean;
  /** Worse states first. */
  severity: number;
  name: string;
}

const SWEEPS = 2;

/** The neighbours of each box: those of box b are `ends[starts[b]]` up to `ends[starts[b + 1]]`. */
interface Neighbours {
  starts: Int32Array;
  ends: Int32Array;
}

/** Sorts the blocks of each level, and the boxes in them, in place. */
export function sortLevels(levels: Block[][], boxes: readonly Sortable[], links: Links): void {
  const neighbours = neighboursOf(boxes.length, links);
  const heights = new Float64Array(boxes.length);
  for (const level of levels) {
    sortLevel(level, boxes, heights);
    setHeights(level, heights);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const level of levels) settle(level, { boxes, neighbours, heights, side: -1 });
    if (sweep + 1 < SWEEPS) for (const level of [...levels].reverse()) settle(level, { boxes, neighbours, heights, side: 1 });
  }
}

interface Sweep {
  boxes: readonly Sortable[];
  neighbours: Neighbours;
  heights: Float64Array;
  /** Which neighbours count: -1 those nearer to the source, 1 those further away. */
  side: -1 | 1;
}

function settle(level: Block[], { boxes, neighbours, heights, side }: Sweep): void {
  const wanted = new Float64Array(heights.length);
  for (const block of level) for (const box of block.boxes) wanted[box] = meanHeight(box, { boxes, neighbours, heights, side });
  sortLevel(level, boxes, wanted);
  setHeights(level, heights);
}

function meanHeight(box: number, { boxes, neighbours, heights, side }: Sweep): number {
  const levelOf = (one: number) => boxes[one]?.level ?? 0;
  const all = neighbours.ends.subarray(neighbours.starts[box], neighbours.starts[box + 1]);
  let sum = 0;
  let count = 0;
  for (const other of all) {
    if (Math.sign(levelOf(other) - levelOf(box)) !== side) continue;
    sum += heights[other] ?? 0;
    count += 1;
  }
  return count > 0 ? sum / count : (heights[box] ?? 0);
}

function sortLevel(level: Block[], boxes: readonly Sortable[], wanted: Float64Array): void {
  const means = new Map<Block, number>();
  for (const block of level) {
    block.boxes.sort((a, b) => groupsLast(boxes[a], boxes[b]) || (wanted[a] ?? 0) - (wanted[b] ?? 0) || compare(boxes[a], boxes[b]));
    means.set(block, block.boxes.reduce((sum, box) => sum + (wanted[box] ?? 0), 0) / Math.max(1, block.boxes.length));
  }
  level.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0) || byText(a.label, b.label));
}

function groupsLast(a: Sortable | undefined, b: Sortable | undefined): number {
  return Number(a?.isGroup ?? false) - Number(b?.isGroup ?? false);
}

function compare(a: Sortable | undefined, b: Sortable | undefined): number {
  return (a?.severity ?? 0) - (b?.severity ?? 0) || byText(a?.name ?? "", b?.name ?? "");
}

// Plain comparison: a collator is ten times slower, and the same everywhere matters more than its finesse.
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Gives each box of a level its height between 0 and 1. */
function setHeights(level: readonly Block[], heights: Float64Array): void {
  const order = level.flatMap(({ boxes }) => boxes);
  for (const [turn, box] of order.entries()) heights[box] = (turn + 0.5) / order.length;
}

function neighboursOf(count: number, { from, to }: Links): Neighbours {
  const starts = new Int32Array(count + 1);
  for (const ends of [from, to]) for (const end of ends) starts[end + 1] = (starts[end + 1] ?? 0) + 1;
  for (let box = 0; box < count; box += 1) starts[box + 1] = (starts[box + 1] ?? 0) + (starts[box] ?? 0);
  const next = starts.slice();
  const ends = new Int32Array(from.length * 2);
  const put = (box: number, other: number) => {
    const place = next[box] ?? 0;
    ends[place] = other;
    next[box] = place + 1;
  };
  for (let link = 0; link < from.length; link += 1) {
    put(from[link] ?? 0, to[link] ?? 0);
    put(to[link] ?? 0, from[link] ?? 0);
  }
  return { starts, ends };
}
