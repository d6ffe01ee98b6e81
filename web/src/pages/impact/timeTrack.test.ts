import { describe, expect, it } from "vitest";

import { ALL_THE_WAY, instantAt, marksOf, nextMoment, placeOf } from "./timeTrack";

const DAY = { since: 0, until: 86_400_000 };

describe("the track of time", () => {
  it("has now at its end and nothing else", () => {
    expect(placeOf(DAY, DAY.until)).toBe(ALL_THE_WAY);
    expect(placeOf(DAY, DAY.until - 1)).toBe(ALL_THE_WAY - 1);
    expect(placeOf(DAY, -5)).toBe(0);
  });

  it("leads from a place to its instant and back", () => {
    expect(placeOf(DAY, Date.parse(instantAt(DAY, 250)))).toBe(250);
  });

  it("has one mark for changes that stand at one place", () => {
    expect(marksOf(DAY, [43_200_000, 43_200_001])).toEqual([500]);
  });

  it("steps from change to change", () => {
    expect([nextMoment([1, 5, 9], 5, -1), nextMoment([1, 5, 9], 5, 1), nextMoment([1, 5, 9], 9, 1)]).toEqual([1, 9, null]);
  });
});
