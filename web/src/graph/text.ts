/** Cuts texts to the room they have. */

export type Measure = (text: string, size: number, weight: number) => number;
export type Fit = (text: string, room: number, size?: number, weight?: 400 | 600) => string;

const ELLIPSIS = "…";
const graphemes = new Intl.Segmenter();

/** A function that cuts texts by their measured width, and remembers what it found. */
export function fitter(measure: Measure): Fit {
  const known = new Map<string, string>();
  return (text, room, size = 12, weight = 400) => {
    const key = `${room} ${size} ${weight} ${text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const cut = cutTo(text, (part) => measure(part, size, weight) <= room);
    known.set(key, cut);
    return cut;
  };
}

/** The longest beginning that fits with an ellipsis, or all of it. */
function cutTo(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  const signs = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let [least, most] = [0, signs.length];
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (fits(signs.slice(0, middle).join("") + ELLIPSIS)) least = middle;
    else most = middle;
  }
  return signs.slice(0, least).join("").trimEnd() + ELLIPSIS;
}
