/** Levels from left to right; in each, boxes of a kind stand in a frame. Pure: the same wish gives the same picture. */
import { BOX, bestHeight, COLUMN_GAP, COLUMN_WIDTH, columnHeight, columnsOf, FRAME, LEVEL_GAP, type Part, partHeight, PORTS_COLUMN_GAP, PORTS_GAP, RULE_HEIGHT } from "./columns";
import { type Bunch, type Grouped, grouped, type Wish, titleOf } from "./grouping";
import { type Box, type Extent, type Frame, type Graph, type GraphNode, type Layout, type LevelPlace, type Links, STATES, worstOf } from "./model";
import { type Block, sortLevels } from "./ordering";

type Drawing = Omit<Layout, "milliseconds">;

/** Where everything of a graph stands, given what somebody wants to see of it. */
export function layOut(graph: Graph, wish: Wish): Drawing {
  const { bunches, by, filtered } = grouped(graph.nodes, wish);
  const links = linksBetween(bunches, graph);
  const levels = blocksByLevel(bunches, graph.nodes, by);
  sortLevels([...levels.values()], sortables(bunches, graph.nodes), links);
  return { ...placed(levels, bunches, graph), links, filtered };
}

function sortables(bunches: readonly Bunch[], nodes: readonly GraphNode[]) {
  return bunches.map(({ level, isGroup, counts, members, label }) => ({
    level, isGroup, severity: STATES.indexOf(worstOf(counts)), name: label || (nodes[members[0] ?? 0]?.name ?? ""),
  }));
}

/** The links of the graph between the boxes that its nodes are drawn as. */
function linksBetween(bunches: readonly Bunch[], { nodes, links }: Graph): Links {
  const boxOf = new Int32Array(nodes.length).fill(-1);
  for (const [box, { members }] of bunches.entries()) for (const member of members) boxOf[member] = box;
  return merged(links, boxOf, bunches.length);
}

function merged({ from, to, isSoft, isFaded, count }: Links, boxOf: Int32Array, boxes: number): Links {
  const found = new Map<number, { count: number; isSoft: number; isFaded: number }>();
  for (let link = 0; link < from.length; link += 1) {
    const [a, b] = [from, to].map((ends) => boxOf[ends[link] ?? 0] ?? -1) as [number, number];
    if (a < 0 || b < 0 || a === b) continue;
    const before = found.get(a * boxes + b);
    const here = { count: count[link] ?? 1, isSoft: isSoft[link] ?? 0, isFaded: isFaded[link] ?? 0 };
    if (before) {
      before.count += here.count;
      before.isSoft &= here.isSoft;
      before.isFaded &= here.isFaded;
    } else found.set(a * boxes + b, here);
  }
  const keys = [...found.keys()];
  const values = [...found.values()];
  return {
    from: Int32Array.from(keys, (key) => Math.floor(key / boxes)),
    to: Int32Array.from(keys, (key) => key % boxes),
    count: Int32Array.from(values, (value) => value.count),
    isSoft: Uint8Array.from(values, (value) => value.isSoft),
    isFaded: Uint8Array.from(values, (value) => value.isFaded),
  };
}

function blocksByLevel(bunches: readonly Bunch[], nodes: readonly GraphNode[], by: Grouped["by"]): Map<number, Block[]> {
  const levels = new Map<number, Map<string, Block>>();
  for (const [box, { level, members }] of bunches.entries()) {
    const node = nodes[members[0] ?? 0];
    const label = node ? titleOf(node, by) : "";
    const blocks = levels.get(level) ?? new Map<string, Block>();
    levels.set(level, blocks);
    const block = blocks.get(label) ?? { label, boxes: [], count: 0 };
    blocks.set(label, block);
    block.boxes.push(box);
    block.count += members.length;
  }
  return new Map([...levels].sort(([a], [b]) => a - b).map(([level, blocks]) => [level, [...blocks.values()]]));
}

function heightOf(bunch: Bunch | undefined, nodes: readonly GraphNode[]): number {
  const hasRule = bunch !== undefined && !bunch.isGroup && nodes[bunch.members[0] ?? 0]?.group;
  return hasRule ? RULE_HEIGHT : BOX.height;
}

interface Place {
  x: number;
  y: number;
}

function placed(levels: ReadonlyMap<number, Block[]>, bunches: readonly Bunch[], { nodes, hasPorts }: Graph) {
  const heightOfBox = (box: number) => heightOf(bunches[box], nodes);
  const partsOf = (blocks: readonly Block[]) => blocks.map(({ boxes }) => ({ height: partHeight(boxes, heightOfBox) }));
  const most = bestHeight([...levels.values()].map((blocks) => columnHeight(partsOf(blocks))));
  const at: Place[] = bunches.map(() => ({ x: 0, y: 0 }));
  const frames: Frame[] = [];
  const places: LevelPlace[] = [];
  const [columnGap, levelGap] = hasPorts ? [PORTS_COLUMN_GAP, PORTS_GAP] : [COLUMN_GAP, LEVEL_GAP];
  let x = 0;
  for (const [level, blocks] of levels) {
    const columns = columnsOf(blocks, most, heightOfBox);
    for (const [turn, parts] of columns.entries()) {
      frames.push(...stacked(parts, x + turn * (COLUMN_WIDTH + columnGap), at, heightOfBox));
    }
    const width = columns.length * (COLUMN_WIDTH + columnGap) - columnGap;
    places.push({ level, x, width, count: blocks.reduce((sum, { count }) => sum + count, 0) });
    x += width + levelGap;
  }
  const boxes = bunches.map((bunch, box): Box => ({ ...bunch, ...(at[box] ?? { x: 0, y: 0 }), width: BOX.width, height: heightOfBox(box) }));
  return { boxes, frames, levels: places, extent: around(frames) };
}

/** The frames of one column, centred around height 0; their boxes are put into `at`. */
function stacked(parts: readonly Part[], x: number, at: Place[], heightOfBox: (box: number) => number): Frame[] {
  let y = -columnHeight(parts) / 2;
  return parts.map(({ block, boxes, height }) => {
    const frame: Frame = { label: block.label, count: block.count, x, y, width: COLUMN_WIDTH, height };
    let top = y + FRAME.head;
    for (const box of boxes) {
      at[box] = { x: x + FRAME.side, y: top };
      top += heightOfBox(box) + BOX.gap;
    }
    y += height + FRAME.gap;
    return frame;
  });
}

function around(frames: readonly Frame[]): Extent {
  const right = frames.reduce((most, frame) => Math.max(most, frame.x + frame.width), 0);
  const top = frames.reduce((least, frame) => Math.min(least, frame.y), 0);
  const bottom = frames.reduce((most, frame) => Math.max(most, frame.y + frame.height), 0);
  return { x: 0, y: top, width: right, height: bottom - top };
}
