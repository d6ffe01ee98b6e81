import { boxesOf, drawEnds, type Ends, endsOf } from "./linkGeometry";
import { type Box, MARK_COLOUR, MARKS, type State, worstOf } from "./model";
import type { Sight } from "./paint";
import type { Pen } from "./pen";

const MOST_MOVING = 4000;
/** More links than this are drawn as straight lines, which are much cheaper. */
const MOST_CURVES = 1500;
const ARROW = { length: 9, half: 4 };
const PATH_WIDTH = 3;
/** How much is left of a link that nobody has seen for long. */
const STALE = 0.45;

/** The links in sight; the more there are, the fainter. */
export function paintLinks(pen: Pen, sight: Sight, visible: readonly number[]): void {
  const { layout } = sight.scene;
  const stride = sight.isMoving ? Math.ceil(visible.length / MOST_MOVING) : 1;
  const isCurved = sight.isDetailed && visible.length <= MOST_CURVES;
  const strokes = new Map<string, number[]>();
  for (let turn = 0; turn < visible.length; turn += stride) {
    const link = visible[turn] ?? 0;
    const key = `${layout.links.isSoft[link] ?? 0}${weightOf(layout.links.count[link] ?? 1)}${layout.links.isFaded[link] ?? 0}`;
    const before = strokes.get(key);
    if (before) before.push(link);
    else strokes.set(key, [link]);
  }
  pen.faded(Math.min(0.9, Math.max(0.14, 9 / Math.sqrt(visible.length + 1))), () => {
    for (const [key, links] of strokes) {
      pen.faded(key.endsWith("1") ? STALE : 1, () => {
        for (const link of links) drawLink(pen, sight, link, isCurved);
        const width = (1 + 0.8 * Number(key[1])) / Math.max(sight.camera.k, 0.25);
        pen.stroke({ colour: sight.tokens.edge, width, isDashed: key.startsWith("1") && sight.isDetailed });
      });
    }
  });
}

/** The links that came, went or changed, over all others in the colour of what happened. */
export function paintMarkedLinks(pen: Pen, sight: Sight): void {
  const { graph, layout, boxOf } = sight.scene;
  const boxAt = (place: number) => layout.boxes[boxOf.get(graph.nodes[place]?.uid ?? "") ?? -1];
  for (const mark of MARKS) {
    for (const link of graph.marked) {
      const [from, to] = [boxAt(link.from), boxAt(link.to)];
      if (link.mark === mark && from && to && from !== to) drawEnds(pen, endsOf(from, to), true);
    }
    pen.stroke({ colour: sight.tokens[MARK_COLOUR[mark]], width: 2 / Math.max(sight.camera.k, 0.25), isDashed: mark === "removed" });
  }
}

/** How thick a bundle is: 0 for one link, 1 and 2 for many. */
function weightOf(count: number): number {
  if (count < 6) return 0;
  return count < 60 ? 1 : 2;
}

function drawLink(pen: Pen, { scene: { layout } }: Sight, link: number, isCurved: boolean): void {
  const boxes = boxesOf(layout, link);
  if (boxes) drawEnds(pen, endsOf(...boxes), isCurved);
}

/** The links of the selected box, then the way of the failure, with arrows in the colour of what they lead to. */
export function paintPath(pen: Pen, sight: Sight): void {
  const { focus, scene: { layout }, tokens, camera } = sight;
  const { from, to } = layout.links;
  for (let link = 0; link < from.length; link += 1) {
    if (from[link] === focus.selected || to[link] === focus.selected) drawLink(pen, sight, link, sight.isDetailed);
  }
  pen.stroke({ colour: tokens.edge, width: 1.2 / Math.max(camera.k, 0.25) });
  const scale = 1 / Math.max(Math.min(camera.k, 1), 0.25);
  for (const [turn, box] of focus.path.entries()) {
    const [before, here] = [layout.boxes[focus.path[turn - 1] ?? -1], layout.boxes[box]];
    if (!before || !here) continue;
    const ends = endsOf(before, here);
    const colour = tokens[pathState(before, here)];
    drawEnds(pen, ends, true);
    pen.stroke({ colour, width: PATH_WIDTH * scale });
    paintArrow(pen, ends, scale);
    pen.fill(colour);
  }
}

/** The link that is looked at, over all others. */
export function paintChosenLink(pen: Pen, sight: Sight): void {
  const { focus, scene: { layout }, tokens, camera } = sight;
  if (focus.link < 0) return;
  drawLink(pen, sight, focus.link, true);
  pen.stroke({ colour: tokens.link, width: PATH_WIDTH / Math.max(Math.min(camera.k, 1), 0.25), isDashed: layout.links.isSoft[focus.link] === 1 });
}

/** The state of what a step leads to; a symptom is as its cause makes it. */
function pathState(before: Box, here: Box): State {
  const state = worstOf(here.counts);
  return state === "source" ? worstOf(before.counts) : state;
}

/** An arrow head that enters a box from its side. */
function paintArrow(pen: Pen, { to: [x, y], enters }: Ends, scale: number): void {
  const back = x + enters * ARROW.length * scale;
  pen.polygon([[x, y], [back, y - ARROW.half * scale], [back, y + ARROW.half * scale]]);
}
