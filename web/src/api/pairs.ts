/** Pairs of CIs, as many at once as the server takes. */

/** The server decides at most so many pairs at once. */
const MOST_PAIRS = 200;

export interface Pair {
  left_uid: string;
  right_uid: string;
}

/** Pairs in parts that the server takes at once. */
export function parts(pairs: readonly Pair[], most = MOST_PAIRS): Pair[][] {
  return Array.from({ length: Math.ceil(pairs.length / most) }, (_, part) => pairs.slice(part * most, (part + 1) * most));
}
