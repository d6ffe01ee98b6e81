import { describe, expect, it } from "vitest";

import { blocksOf, offsetsOf, type Seen } from "./blocks";

function seen(first: number, last: number, active = first): Seen {
  return { first, last, active };
}

describe("offsetsOf", () => {
  it("covers the rows in view", () => {
    expect(offsetsOf(seen(0, 30), 1000)).toEqual([0]);
    expect(offsetsOf(seen(95, 130), 1000)).toEqual([0, 100]);
    expect(offsetsOf(seen(99_980, 99_999), 100_000)).toEqual([99_900]);
  });

  it("stays within a list that has become shorter", () => {
    expect(offsetsOf(seen(57_000, 57_040), 12)).toEqual([0]);
    expect(offsetsOf(seen(150, 190), 101)).toEqual([100]);
  });

  it("covers the active row, wherever the others are", () => {
    expect(offsetsOf(seen(500, 530, 12), 1000)).toEqual([0, 500]);
    expect(offsetsOf(seen(0, 30, 5000), 1000)).toEqual([0, 900]);
  });

  it("asks for the first block of an empty list", () => {
    expect(offsetsOf(seen(0, 0), 0)).toEqual([0]);
  });
});

describe("blocksOf", () => {
  it("has every row at once", () => {
    const blocks = blocksOf("letters", ["a", "b"]);

    expect([blocks.total, blocks.at(1), blocks.at(2)]).toEqual([2, "b", undefined]);
  });
});
