import { type Camera, RULER, type Size, toScreen } from "./camera";
import type { LevelPlace } from "./model";
import type { View } from "./paint";
import type { Pen } from "./pen";
import type { Scene } from "./scene";
import { levelTitle, originWord, shortLevelTitle } from "./words";

const SIDE = 8;
const SIZE = 12;
/** About the width of a letter, to keep titles from running into each other. */
const LETTER = 6.6;

/** The names of the levels on top, each above its level and in view as long as a part of the level is. */
export function paintRuler(pen: Pen, { scene, camera, size, tokens }: View): void {
  pen.rectangle({ x: 0, y: 0, width: size.width, height: RULER });
  pen.fill(tokens.page);
  pen.line([0, RULER - 0.5], [size.width, RULER - 0.5]);
  pen.stroke({ colour: tokens.border, width: 1 });
  let taken = 0;
  for (const [turn, place] of scene.layout.levels.entries()) {
    const span = spanOf(place, camera, size);
    if (!span) continue;
    const next = scene.layout.levels[turn + 1];
    const room = (next ? (spanOf(next, camera, size)?.start ?? size.width) : size.width) - span.start - SIDE;
    const text = titleOf(scene, place, room);
    const x = Math.min(Math.max(span.start, SIDE), Math.max(span.start, span.end - widthOf(text)));
    if (x < taken) continue;
    pen.label({ text, x, y: RULER / 2, colour: tokens.dim, size: SIZE, weight: 600 });
    taken = x + widthOf(text) + SIDE;
  }
}

function widthOf(text: string): number {
  return text.length * LETTER;
}

/** From where to where a level stands on the screen; null when it is out of sight. */
function spanOf(place: LevelPlace, camera: Camera, size: Size): { start: number; end: number } | null {
  const { x: start } = toScreen(camera, size, { x: place.x, y: 0 });
  const end = start + place.width * camera.k;
  return end < 0 || start > size.width ? null : { start, end };
}

function titleOf({ totals, direction, words }: Scene, { level, count }: LevelPlace, room: number): string {
  if (words) return words.level(level, count);
  const full = level === 0 ? originWord(direction) : levelTitle(level, count, totals.get(level) ?? count);
  return widthOf(full) <= room ? full : shortLevelTitle(level);
}
