import { describe, expect, it } from "vitest";

import { affected, allOrNone, chosenAfter } from "./choosing";

const SHOWN = ["a", "b", "c", "d"];

describe("chosenAfter", () => {
  it("switches one on and off", () => {
    const once = chosenAfter(new Set(), SHOWN, "b", null);

    expect([...once]).toEqual(["b"]);
    expect([...chosenAfter(once, SHOWN, "b", null)]).toEqual([]);
  });

  it("takes a range, whichever end comes first", () => {
    expect([...chosenAfter(new Set(["a"]), SHOWN, "d", "b")].sort()).toEqual(["a", "b", "c", "d"]);
    expect([...chosenAfter(new Set(), SHOWN, "b", "d")].sort()).toEqual(["b", "c", "d"]);
  });

  it("takes one alone where the start is not shown any more", () => {
    expect([...chosenAfter(new Set(), SHOWN, "b", "gone")]).toEqual(["b"]);
  });
});

describe("allOrNone", () => {
  it("chooses all, then none", () => {
    expect(allOrNone(new Set(["a"]), SHOWN).size).toBe(4);
    expect(allOrNone(new Set(SHOWN), SHOWN).size).toBe(0);
  });
});

describe("affected", () => {
  const rows = SHOWN.map((uid) => ({ uid }));

  it("is what is chosen and shown, else the active row", () => {
    expect(affected(rows, new Set(["c", "gone"]), 0)).toEqual([{ uid: "c" }]);
    expect(affected(rows, new Set(), 1)).toEqual([{ uid: "b" }]);
    expect(affected([], new Set(), 0)).toEqual([]);
  });
});
