import { describe, expect, it } from "vitest";

import { FULL_UP_TO, grouped, groupKey, MOST_BOXES, MOST_SINGLE } from "./grouping";
import { star, wish } from "./testGraphs";

const MANY = FULL_UP_TO + 100;

function keys(bunches: readonly { key: string; isGroup: boolean }[], isGroup: boolean): string[] {
  return bunches.filter((bunch) => bunch.isGroup === isGroup).map(({ key }) => key);
}

/** Many CIs on one level, spread over classes and sites. */
function spread(classes: number, sites: number, count = MANY) {
  return star(count, (index) => ({ ci_class: `class${index % classes}`, class_label: `Class ${index % classes}`, site: `site${Math.floor(index / classes) % sites}` })).nodes;
}

describe("grouped", () => {
  it("draws small pictures in full", () => {
    const { bunches } = grouped(star(FULL_UP_TO - 1).nodes, wish());

    expect(bunches).toHaveLength(FULL_UP_TO);
    expect(keys(bunches, true)).toEqual([]);
  });

  it("draws large groups of one level, class and site as one box in large pictures", () => {
    const { bunches } = grouped(spread(2, 3), wish());

    expect(keys(bunches, true).sort()).toEqual(["1/class0/site0", "1/class0/site1", "1/class0/site2", "1/class1/site0", "1/class1/site1", "1/class1/site2"]);
    expect(keys(bunches, false)).toEqual(["source"]);
  });

  it("stands for every CI exactly once", () => {
    const nodes = spread(5, 7);

    const { bunches } = grouped(nodes, wish({ open: ["1/class1/site1"], single: ["ci3"] }));

    expect(bunches.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual([...nodes.keys()]);
  });

  it("puts the sites together when there would be too many boxes", () => {
    const { bunches, by } = grouped(spread(2, MOST_BOXES, 2 * MOST_BOXES * (MOST_SINGLE + 1)), wish());

    expect(by.bySite).toBe(false);
    expect(keys(bunches, true)).toEqual(["1/class0/*", "1/class1/*"]);
  });

  it("leaves groups of a dozen as they are", () => {
    const nodes = star(MANY, (index) => ({ ci_class: index < MOST_SINGLE ? "few" : "many" })).nodes;

    const { bunches } = grouped(nodes, wish());

    expect(keys(bunches, true)).toEqual(["1/many/Oslo"]);
    expect(keys(bunches, false)).toHaveLength(1 + MOST_SINGLE);
  });

  it("never hides what is pinned or to be drawn singly in a group", () => {
    const { bunches } = grouped(spread(1, 1), wish({ pinned: ["ci7"], single: ["ci9"] }));

    expect(keys(bunches, false)).toEqual(["source", "ci7", "ci9"]);
    expect(bunches.find(({ isGroup }) => isGroup)?.members).toHaveLength(MANY - 2);
  });

  it("draws the members of an opened group, and the other groups stay", () => {
    const { bunches } = grouped(spread(2, 1), wish({ open: ["1/class0/site0"] }));

    expect(keys(bunches, true)).toEqual(["1/class1/site0"]);
    expect(keys(bunches, false)).toHaveLength(1 + MANY / 2);
  });

  it("does not become coarser because a group was opened", () => {
    const { by } = grouped(spread(2, 2), wish({ open: ["1/class0/site0"] }));

    expect(by.bySite).toBe(true);
  });

  it.each([
    ["class", "1/class0/*"],
    ["site", "1/*/site0"],
    ["both", "1/class0/site0"],
  ] as const)("groups small pictures too when asked to, by %s", (grouping, key) => {
    expect(keys(grouped(spread(1, 1, 30), wish({ grouping })).bunches, true)).toEqual([key]);
  });

  it("expands everything when asked to", () => {
    expect(grouped(spread(1, 1), wish({ grouping: "none" })).bunches).toHaveLength(MANY + 1);
  });

  it("counts the states of a group", () => {
    const states = ["down", "degraded", "at_risk", "up", "up"];
    const nodes = star(MANY, (index) => ({ state: states[index % 5] ?? "up" })).nodes;

    const group = grouped(nodes, wish()).bunches.find(({ isGroup }) => isGroup);

    expect(group?.counts).toEqual([0, 100, 100, 100, 200, 0]);
  });
});

describe("the state filter", () => {
  const nodes = star(10, (index) => ({ state: index < 4 ? "down" : "up" })).nodes;

  it("leaves out other states and says how many", () => {
    const { bunches, filtered } = grouped(nodes, wish({ states: ["down"] }));

    expect(keys(bunches, false)).toEqual(["source", "ci0", "ci1", "ci2", "ci3"]);
    expect(filtered).toBe(6);
  });

  it("keeps the source and what is pinned, not what is merely drawn singly", () => {
    const { bunches, filtered } = grouped(nodes, wish({ states: ["at_risk"], pinned: ["ci8"], single: ["ci1"] }));

    expect(keys(bunches, false)).toEqual(["source", "ci8"]);
    expect(filtered).toBe(9);
  });
});

it.each([
  ["service", ["1/*/*/", "1/*/*/Shop"]], ["team", ["1/*/*/", "1/*/*/Sales"]], ["level", ["1/*/*"]],
] as const)("groups by %s", (grouping, expected) => {
  const nodes = star(60, (index) => (index % 2 === 0 ? { service: "Shop", team: "Sales" } : {})).nodes;

  expect(keys(grouped(nodes, wish({ grouping })).bunches, true).sort()).toEqual(expected);
});

describe("groupKey", () => {
  it("tells a CI without a site from one whose grouping ignores sites", () => {
    const [, ci] = star(1, () => ({ site: null })).nodes;

    expect(ci && groupKey(ci, { byClass: true, bySite: true })).toBe("1/server/");
    expect(ci && groupKey(ci, { byClass: true, bySite: false })).toBe("1/server/*");
  });
});
