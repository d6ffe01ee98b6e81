import { expect, test } from "vitest";

import { after, CLOSED } from "./gate";

/** What is taken of pictures, each with the codes in view and the time. */
function taken(...pictures: readonly (readonly [codes: readonly string[], now: number])[]): string[] {
  let gate = CLOSED;
  const found: string[] = [];
  for (const [codes, now] of pictures) {
    const next = after(gate, codes, now);
    gate = next.gate;
    if (next.take !== null) found.push(next.take);
  }
  return found;
}

test("a code counts when two pictures in a row say so", () => {
  expect(taken([["A"], 0])).toEqual([]);
  expect(taken([["A"], 0], [["A"], 100])).toEqual(["A"]);
  expect(taken([["A"], 0], [["B"], 100], [["A"], 200])).toEqual([]);
  expect(taken([["A"], 0], [[], 100], [["A"], 200])).toEqual([]);
});

test("a code that stays in view counts once, however long", () => {
  const pictures = Array.from({ length: 100 }, (_, turn) => [["A"], turn * 150] as const);

  expect(taken(...pictures)).toEqual(["A"]);
});

test("a code counts again when it was away for a while, and after another one at once", () => {
  expect(taken([["A"], 0], [["A"], 100], [[], 200], [["A"], 1000], [["A"], 1100])).toEqual(["A"]);
  expect(taken([["A"], 0], [["A"], 100], [[], 200], [["A"], 3000], [["A"], 3100])).toEqual(["A", "A"]);
  expect(taken([["A"], 0], [["A"], 100], [["B"], 200], [["B"], 300], [["A"], 400], [["A"], 500])).toEqual(["A", "B", "A"]);
});

test("several codes in view say nothing of which is meant; one that is read twice is one", () => {
  expect(taken([["A", "B"], 0], [["A", "B"], 100])).toEqual([]);
  expect(taken([["A", "A"], 0], [["A", "A"], 100])).toEqual(["A"]);
});
