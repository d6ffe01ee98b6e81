/** Which of what a camera reads is meant: pure. */

/** What was read last (`code`, since how many pictures in a row), and what was last taken and when it was last in view. */
export interface Gate {
  code: string;
  pictures: number;
  taken: string;
  seenAt: number;
}

export const CLOSED: Gate = { code: "", pictures: 0, taken: "", seenAt: 0 };
/** So often in a row a code is read before it counts: a single picture may be misread, and Code 39 has no check digit. */
const PICTURES = 2;
/** A code that was taken counts again once it was out of view for so long. */
const AWAY_MS = 2000;

/** After one more picture, in which these codes were read; `take` is what counts now. With several in view none does. */
export function after(gate: Gate, codes: readonly string[], now: number): { gate: Gate; take: string | null } {
  const [code = "", ...others] = new Set(codes);
  if (code === "" || others.length > 0) return { gate: { ...gate, code: "", pictures: 0 }, take: null };
  const pictures = code === gate.code ? gate.pictures + 1 : 1;
  const isKnown = code === gate.taken && now - gate.seenAt < AWAY_MS;
  const isTaken = !isKnown && pictures >= PICTURES;
  const seenAt = isKnown || isTaken ? now : gate.seenAt;
  return { gate: { code, pictures, taken: isTaken ? code : gate.taken, seenAt }, take: isTaken ? code : null };
}
