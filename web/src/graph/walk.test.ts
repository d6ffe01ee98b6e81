import { describe, expect, it } from "vitest";

import { graphOf } from "./model";
import { focusOn, NO_FOCUS } from "./scene";
import { edge, node, scene, wish } from "./testGraphs";
import { type Step, walked } from "./walk";

const NODES = [node("source", 0), node("a", 1), node("b", 1), node("c", 2), node("lost", 3, { state: "up" })];
const SCENE = scene(graphOf(NODES, [edge("a", "source"), edge("b", "source"), edge("c", "a"), edge("c", "b"), edge("lost", "c")]));

function after(from: string, step: Step, path: readonly string[] = [], where = SCENE): string | undefined {
  const next = walked(where, from === "" ? NO_FOCUS : focusOn(where, from, path), step);
  return next === null ? undefined : where.layout.boxes[next]?.key;
}

describe("walked", () => {
  it("starts at the source", () => {
    expect(after("", "outwards")).toBe("source");
  });

  it("leads along the path where there is one", () => {
    expect(after("c", "inwards", ["source", "a", "c"])).toBe("a");
    expect(after("c", "inwards", ["source", "b", "c"])).toBe("b");
    expect(after("source", "outwards", ["source", "b", "c"])).toBe("b");
  });

  it("leads up and down within the level and stops at its ends", () => {
    const order = ["a", "b"].sort((one, other) => SCENE.layout.boxes.findIndex(({ key }) => key === one) - SCENE.layout.boxes.findIndex(({ key }) => key === other));
    const [top = "", bottom = ""] = order;

    expect(after(top, "down")).toBe(bottom);
    expect(after(bottom, "up")).toBe(top);
    expect(after(top, "up")).toBeUndefined();
    expect(after(bottom, "down")).toBeUndefined();
  });

  it("stops where nothing depends on a CI", () => {
    expect(after("lost", "outwards")).toBeUndefined();
  });

  it("leads back to the source also where a filter hides what is between", () => {
    const filtered = scene(SCENE.graph, wish({ states: ["up"] }));

    expect(after("lost", "inwards", [], filtered)).toBe("source");
  });
});
