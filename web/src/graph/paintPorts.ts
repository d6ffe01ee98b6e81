/** What is written at links: the two ports, and how many cables one line stands for. */
import { boxesOf, endsOf } from "./linkGeometry";
import { measureText } from "./measuring";
import type { Box, Links } from "./model";
import type { Sight } from "./paint";
import type { Pen } from "./pen";
import { uidAt } from "./scene";
import { timesWord } from "./words";

const FROM_ZOOM = 0.7;
const MOST_LABELLED = 500;
const SIZE = 10;
const ROOM = 136;
const BESIDE = 9;
const LINE = 10;
/** More than two lines beside a box would run into those of the next one. */
const MOST_BESIDE = 2;

interface Written {
  text: string;
  /** The box it stands beside, and on which side. */
  box: number;
  side: 1 | -1;
}

/** The names of ports between the boxes: of what is selected, else of all links where there is room. */
export function paintPorts(pen: Pen, sight: Sight, visible: readonly number[]): void {
  const { scene: { words, layout }, focus, camera, isMoving } = sight;
  if (!words || isMoving || camera.k < FROM_ZOOM) return;
  const shown = labelled(sight, visible);
  const taken = crowds(layout.links, shown);
  const beside = new Map<string, number>();
  for (const link of shown) {
    const written = writtenAt(sight, link, taken);
    if (!written) continue;
    const key = `${written.box} ${written.side}`;
    const line = beside.get(key) ?? 0;
    if (line >= MOST_BESIDE && link !== focus.link) continue;
    beside.set(key, line + 1);
    paintText(pen, sight, written, (taken.get(key) ?? 1) > 1 ? line - 0.5 : 0);
  }
}

/** The links that are written at. */
function labelled({ scene: { layout: { links } }, focus }: Sight, visible: readonly number[]): readonly number[] {
  if (focus.selected < 0 && visible.length <= MOST_LABELLED) return visible;
  return visible.filter((link) => link === focus.link || links.from[link] === focus.selected || links.to[link] === focus.selected);
}

/** How many links there are at each side of the boxes; only levels tell sides, so it is by box and direction. */
function crowds({ from, to }: Links, shown: readonly number[]): Map<string, number> {
  const found = new Map<string, number>();
  const count = (key: string) => found.set(key, (found.get(key) ?? 0) + 1);
  for (const link of shown) {
    count(`${from[link] ?? -1} 1`);
    count(`${to[link] ?? -1} -1`);
  }
  return found;
}

function writtenAt({ scene }: Sight, link: number, taken: ReadonlyMap<string, number>): Written | null {
  const boxes = boxesOf(scene.layout, link);
  if (!boxes || !scene.words) return null;
  const [from, to] = boxes;
  const { links } = scene.layout;
  const isLoop = endsOf(from, to).leaves === endsOf(from, to).enters;
  const atStart: Written = { text: wordsOf(scene, link, from, to), box: links.from[link] ?? 0, side: 1 };
  const atEnd: Written = { ...atStart, box: links.to[link] ?? 0, side: isLoop ? 1 : -1 };
  if (atStart.text === "") return null;
  const crowd = ({ box, side }: Written) => taken.get(`${box} ${side}`) ?? 0;
  return crowd(atStart) < crowd({ ...atEnd, side: -1 }) ? atStart : atEnd;
}

/** "Gi1/0/7 – eth0", with "×2" where it stands for more cables; of a group only how many. */
function wordsOf(scene: Sight["scene"], link: number, from: Box, to: Box): string {
  const count = scene.layout.links.count[link] ?? 1;
  const times = count > 1 ? timesWord(count) : "";
  if (from.isGroup || to.isGroup) return times;
  const ends = scene.words?.ends(uidAt(scene, from) ?? "", uidAt(scene, to) ?? "");
  return ends ? [`${ends[0]} – ${ends[1]}`, times].filter(Boolean).join(" ") : "";
}

function paintText(pen: Pen, { scene, tokens, fit }: Sight, { text, box, side }: Written, line: number): void {
  const place = scene.layout.boxes[box];
  if (!place) return;
  const shown = fit(text, ROOM, SIZE);
  const width = measureText(shown, SIZE, 400);
  const x = side === 1 ? place.x + place.width + BESIDE : place.x - BESIDE;
  const y = place.y + place.height / 2 + line * LINE;
  const room = { x: side === 1 ? x - 1 : x - width - 1, y: y - LINE / 2, width: width + 2, height: LINE };
  // Rather no name than one across another device: the side panel and the table have it.
  if (scene.places.within(room).length > 0) return;
  pen.rectangle(room);
  pen.fill(tokens.panel);
  pen.label({ text: shown, x, y, colour: tokens.dim, size: SIZE, align: side === 1 ? "start" : "end" });
}
