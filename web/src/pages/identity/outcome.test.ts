import { describe, expect, it } from "vitest";

import { parts } from "../../api/pairs";
import { decidedWords } from "./outcome";

function item(refused: string | null) {
  return { left_uid: "a", right_uid: "b", decision: refused === null ? "id_1" : "", ci_uids: [], refused };
}

describe("decidedWords", () => {
  it("counts what was done", () => {
    expect(decidedWords("one", [item(null), item(null)])).toEqual({ state: "up", text: "2 pairs are one machine each now." });
  });

  it("says what was refused and why", () => {
    const { state, text } = decidedWords("two", [item(null), item("uid 'b' is no CI")]);

    expect(state).toBe("degraded");
    expect(text).toBe("1 pair is two machines each for good; 1 refused: Uid 'b' is no CI.");
  });
});

describe("parts", () => {
  it("leaves no pair out and none twice", () => {
    const pairs = Array.from({ length: 5 }, (_, at) => ({ left_uid: `l${at}`, right_uid: `r${at}` }));

    expect(parts(pairs, 2).map((some) => some.length)).toEqual([2, 2, 1]);
    expect(parts(pairs, 2).flat()).toEqual(pairs);
    expect(parts([], 2)).toEqual([]);
  });
});
