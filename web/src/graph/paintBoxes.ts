import { iconOf } from "./icons";
import { type Box, type Extent, type GraphNode, MARK_COLOUR, MARK_SIGNS, MARKS, STATES, type State, worstOf } from "./model";
import type { Sight } from "./paint";
import type { Pen, Point } from "./pen";
import { nameOf } from "./scene";
import { ruleWords, titleWord, timesWord } from "./words";

const BAR = 4;
const GLYPH = { x: 13, radius: 4 };
const TEXT_AT = 22;
const FIRST_LINE = 11;
const SECOND_LINE = 29;
const SHARE_BAR = 3;
const ICON = { x: 20, size: 14 };
const TEXT_AFTER_ICON = 38;
const MOST_PIPS = 8;

function boxesAt({ scene }: Pick<Sight, "scene">, places: readonly number[]): Box[] {
  return places.flatMap((place) => scene.layout.boxes[place] ?? []);
}

function nodeOf({ scene }: Sight, box: Box): GraphNode | null {
  return box.isGroup ? null : (scene.graph.nodes[box.members[0] ?? 0] ?? null);
}

/** Rectangles in the colours of the states, one fill a state. */
export function paintBoxesSmall(pen: Pen, sight: Pick<Sight, "scene" | "tokens">, places: readonly number[]): void {
  const boxes = boxesAt(sight, places);
  for (const [index, state] of STATES.entries()) {
    for (const box of boxes) {
      const share = shareOf(box, index);
      if (share) pen.rectangle({ ...box, x: box.x + share.start * box.width, width: share.part * box.width });
    }
    pen.fill(sight.tokens[state]);
  }
}

/** The part of a box that one state has, from 0 to 1. */
function shareOf({ counts, members }: Box, state: number): { start: number; part: number } | null {
  const part = (counts[state] ?? 0) / members.length;
  if (part === 0) return null;
  return { start: counts.slice(0, state).reduce((sum, count) => sum + count, 0) / members.length, part };
}

/** Boxes with a bar and a glyph for the state, and the name. */
export function paintBoxes(pen: Pen, sight: Sight, places: readonly number[]): void {
  const { tokens } = sight;
  const boxes = boxesAt(sight, places);
  const groups = boxes.filter(({ isGroup }) => isGroup);
  for (const box of groups) paintStack(pen, box);
  pen.stroke({ colour: tokens.edge, width: 1.5 });
  const outline = () => {
    for (const box of boxes) pen.rectangle(box, 3);
  };
  outline();
  pen.fill(tokens.panel);
  outline();
  pen.stroke({ colour: tokens.border, width: 1 });
  for (const box of boxes) if (nodeOf(sight, box)?.isInferred) pen.rectangle(box, 3);
  pen.stroke({ colour: tokens.dim, width: 1.4, isDashed: true });
  for (const state of STATES) paintState(pen, sight, boxes, state);
  paintShares(pen, sight, groups);
  paintRules(pen, sight, boxes);
  if (sight.hasLabels) for (const box of boxes) paintLabels(pen, sight, box);
}

/** The edges of a second box behind one: a group stands for several. */
function paintStack(pen: Pen, { x, y, width, height }: Box): void {
  const [right, bottom] = [x + width + 2, y + height + 2];
  pen.line([right, y + 3], [right, bottom]);
  pen.line([right, bottom], [x + 3, bottom]);
}

function paintState(pen: Pen, { tokens }: Sight, boxes: readonly Box[], state: State): void {
  const those = boxes.filter(({ counts }) => worstOf(counts) === state);
  if (those.length === 0) return;
  const isRing = state === "source" || state === "unknown";
  for (const box of those) {
    pen.rectangle({ ...box, width: BAR });
    if (state !== "unknown") glyph(pen, state, [box.x + GLYPH.x, box.y + FIRST_LINE]);
  }
  pen.fill(tokens[state]);
  if (!isRing) return;
  for (const box of those) pen.circle(box.x + GLYPH.x, box.y + FIRST_LINE, state === "source" ? GLYPH.radius : GLYPH.radius - 0.5);
  pen.stroke({ colour: tokens[state], width: 1.4 });
}

function square([x, y]: Point, half: number): Extent {
  return { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
}

/** The glyph of a state as a shape to fill: square, triangle, diamond, disc, dot. */
function glyph(pen: Pen, state: State, [x, y]: Point): void {
  const r = GLYPH.radius;
  if (state === "down") pen.rectangle(square([x, y], r - 0.5));
  else if (state === "degraded") pen.polygon([[x, y - r], [x + r, y + r - 0.5], [x - r, y + r - 0.5]]);
  else if (state === "at_risk") pen.polygon([[x, y - r - 0.5], [x + r + 0.5, y], [x, y + r + 0.5], [x - r - 0.5, y]]);
  else pen.circle(x, y, state === "source" ? r - 2.2 : r - 0.5);
}

/** At the foot of groups, how many of their CIs are in which state. */
function paintShares(pen: Pen, { tokens }: Sight, groups: readonly Box[]): void {
  for (const [index, state] of STATES.entries()) {
    for (const box of groups) {
      const share = shareOf(box, index);
      const room = box.width - BAR;
      const foot = { y: box.y + box.height - SHARE_BAR, height: SHARE_BAR };
      if (share) pen.rectangle({ ...foot, x: box.x + BAR + share.start * room, width: share.part * room });
    }
    pen.fill(tokens[state]);
  }
}

/** Redundancy groups: a dashed border where enough members are left, a solid one where not; a mark for each member. */
function paintRules(pen: Pen, sight: Sight, boxes: readonly Box[]): void {
  const { tokens } = sight;
  for (const box of boxes) {
    const rule = nodeOf(sight, box)?.group;
    if (!rule) continue;
    pen.rectangle(box, 3);
    pen.stroke({ colour: tokens[worstOf(box.counts)], width: 1.6, isDashed: isServed(sight, box, rule) });
    if (rule.members > MOST_PIPS) continue;
    const pip = (member: number): Point => [box.x + box.width - 8 - (rule.members - 1 - member) * 9, box.y + SECOND_LINE];
    for (let member = 0; member < rule.up; member += 1) pen.circle(...pip(member), 3);
    pen.fill(tokens.up);
    for (let member = rule.up; member < rule.members; member += 1) pen.rectangle(square(pip(member), 3));
    pen.stroke({ colour: tokens.down, width: 1.4 });
  }
}

/** Whether a group still does its work; it may be down for other reasons than its members. */
function isServed({ scene }: Sight, { counts }: Box, { up, k }: NonNullable<GraphNode["group"]>): boolean {
  return up >= k && (scene.direction === "causes" || worstOf(counts) !== "down");
}

function paintLabels(pen: Pen, sight: Sight, box: Box): void {
  const { tokens, fit, scene } = sight;
  const y = box.y + FIRST_LINE;
  const name = nameOf(scene, box);
  const textAt = paintIcon(pen, sight, box);
  const room = box.width - textAt - 6;
  if (box.isGroup) {
    const times = timesWord(box.members.length);
    pen.label({ text: times, x: box.x + box.width - 6, y: y - 1, colour: tokens.text, size: 12, weight: 600, align: "end" });
    const text = fit(titleWord(name), room - 8 * times.length, 12, 600);
    pen.label({ text, x: box.x + textAt, y: y - 1, colour: tokens.text, size: 12, weight: 600 });
    return;
  }
  pen.label({ text: fit(name, room), x: box.x + textAt, y, colour: tokens.text, size: 12 });
  const rule = nodeOf(sight, box)?.group;
  if (rule) {
    const pips = rule.members > MOST_PIPS ? 0 : 9 * rule.members;
    const text = fit(ruleWords(rule), box.width - 16 - pips, 11);
    pen.label({ text, x: box.x + 9, y: box.y + SECOND_LINE, colour: tokens.dim, size: 11 });
  }
}

/** The icon of what a box stands for; answers where the text after it starts. */
function paintIcon(pen: Pen, { scene, tokens }: Sight, box: Box): number {
  const icon = scene.graph.nodes[box.members[0] ?? 0]?.icon;
  if (icon === undefined) return TEXT_AT;
  pen.icon(iconOf(icon), [box.x + ICON.x, box.y + FIRST_LINE - ICON.size / 2], ICON.size, tokens.text);
  return TEXT_AFTER_ICON;
}

const BADGE = 7;

/** Boxes with CIs that came, went or changed: a border and a sign, in the colour of what happened. */
export function paintMarks(pen: Pen, { scene, tokens, camera, isDetailed }: Sight, places: readonly number[]): void {
  const width = 1.5 / Math.max(Math.min(camera.k, 1), 0.2);
  for (const mark of MARKS) {
    const boxes = boxesAt({ scene }, places).filter(({ members }) => members.some((member) => scene.graph.nodes[member]?.mark === mark));
    const colour = tokens[MARK_COLOUR[mark]];
    for (const box of boxes) pen.rectangle(box, 3);
    pen.stroke({ colour, width, isDashed: mark === "removed" });
    if (!isDetailed) continue;
    const at = ({ x, width: wide, y, isGroup }: Box): Point => [x + wide - BADGE - (isGroup ? 2 * BADGE * MARKS.indexOf(mark) : 0), y];
    for (const box of boxes) pen.circle(...at(box), BADGE);
    pen.fill(colour);
    for (const box of boxes) {
      const [x, y] = at(box);
      pen.label({ text: MARK_SIGNS[mark], x, y, colour: tokens.panel, size: 12, weight: 600, align: "middle" });
    }
  }
}

/** Borders around the path and what is selected. */
export function paintOutlines(pen: Pen, { scene, focus, tokens, camera }: Sight): void {
  const around = (place: number, by: number) => {
    const box = scene.layout.boxes[place];
    if (box) pen.rectangle({ x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by }, 4);
  };
  const width = 1.5 / Math.max(Math.min(camera.k, 1), 0.2);
  for (const place of focus.path) around(place, 0);
  pen.stroke({ colour: tokens.text, width });
  around(focus.selected, width);
  pen.stroke({ colour: tokens.text, width: 1.7 * width });
}
