import { describe, expect, it } from "vitest";

import { AT_FIRST, chosenCount, type FacetValue, shownOf, toggled } from "./choosing";

function values(count: number, selected: readonly number[] = []): FacetValue[] {
  return Array.from({ length: count }, (_, index) => ({
    value: `v${index}`, label: `Value ${index}`, count: count - index, selected: selected.includes(index),
  }));
}

describe("toggled", () => {
  it("adds a value and takes it away again", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});

describe("shownOf", () => {
  it("shows the first values and says how many are hidden", () => {
    const [shown, hidden] = shownOf(values(20), "", false);

    expect(shown).toHaveLength(AT_FIRST);
    expect(hidden).toBe(20 - AT_FIRST);
  });

  it("never hides a chosen value", () => {
    const [shown] = shownOf(values(20, [15]), "", false);

    expect(shown.map(({ value }) => value)).toContain("v15");
  });

  it("finds a text in any value, whatever its case", () => {
    expect(shownOf(values(20), " vAlue 19 ", false)[0].map(({ value }) => value)).toEqual(["v19"]);
  });

  it("shows all on request", () => {
    expect(shownOf(values(20), "", true)).toEqual([values(20), 0]);
  });
});

describe("chosenCount", () => {
  it("counts the chosen values", () => {
    expect(chosenCount({ name: "site", label: "Site", values: values(5, [1, 3]) })).toBe(2);
  });
});
