import { describe, expect, it } from "vitest";

import { layOut } from "./layout";
import { placesOf } from "./places";
import { levels, wish } from "./testGraphs";

const { boxes, extent } = layOut(levels(1, 30, 200), wish());
const places = placesOf(boxes);

describe("placesOf", () => {
  it("finds every box at its corners and in its middle", () => {
    for (const box of boxes) {
      for (const [x, y] of [[0, 0], [1, 1], [0.5, 0.5]] as const) {
        expect(places.at({ x: box.x + x * box.width, y: box.y + y * box.height })?.key).toBe(box.key);
      }
    }
  });

  it("finds nothing between boxes and outside", () => {
    const [box] = boxes;

    expect(box && places.at({ x: box.x - 1, y: box.y })).toBeNull();
    expect(places.at({ x: extent.x - 1000, y: extent.y })).toBeNull();
  });

  it("finds the boxes that an area touches", () => {
    expect(places.within(extent)).toHaveLength(boxes.length);
    expect(places.within({ x: -50, y: -50, width: 10, height: 10 })).toEqual([]);
    for (const [index, box] of boxes.entries()) {
      expect(places.within({ x: box.x + 1, y: box.y + 1, width: 1, height: 1 })).toEqual([index]);
    }
  });
});
