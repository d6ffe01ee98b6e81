import { expect, test } from "vitest";

import { boxesOf, endsOf, linkAt } from "./linkGeometry";
import { graphOf } from "./model";
import { linkBetween } from "./scene";
import { edge, node, scene } from "./testGraphs";

const drawn = scene(graphOf([node("a", 0), node("b", 1), node("c", 1)], [edge("b", "a"), edge("c", "a")]));
const { layout } = drawn;

function middleOf(link: number) {
  const boxes = boxesOf(layout, link);
  if (!boxes) throw new RangeError("no such link");
  const { from, to } = endsOf(...boxes);
  return { x: (from[0] + to[0]) / 2, y: (from[1] + to[1]) / 2 };
}

test("the link under the pointer is the nearest, and none is where nothing runs", () => {
  const [first, second] = [0, 1].map(middleOf);
  if (!first || !second) throw new RangeError("two links");

  expect([linkAt(layout, first, 4), linkAt(layout, second, 4)]).toEqual([0, 1]);
  expect(linkAt(layout, { x: first.x, y: first.y - 200 }, 4)).toBe(-1);
});

test("a link is found by its two ends in either order", () => {
  expect(linkBetween(drawn, "a", "c")).toBe(linkBetween(drawn, "c", "a"));
  expect(boxesOf(layout, linkBetween(drawn, "c", "a"))?.map(({ key }) => key)).toEqual(["a", "c"]);
  expect(linkBetween(drawn, "b", "c")).toBe(-1);
});
