import { describe, expect, it } from "vitest";

import { BOX, RULE_HEIGHT } from "./columns";
import { layOut } from "./layout";
import { graphOf, type Layout } from "./model";
import { overlaps } from "./places";
import { edge, levels, node, star, wish } from "./testGraphs";

function boxOf(layout: Pick<Layout, "boxes">, key: string) {
  const box = layout.boxes.find((one) => one.key === key);
  if (!box) throw new Error(`no box ${key}`);
  return box;
}

describe("layOut", () => {
  it("puts each level right of the one before", () => {
    const { levels: places } = layOut(levels(1, 3, 9, 4), wish());

    expect(places.map(({ level }) => level)).toEqual([0, 1, 2, 3]);
    for (const [turn, place] of places.entries()) {
      const before = places[turn - 1];
      if (before) expect(place.x).toBeGreaterThan(before.x + before.width);
    }
    expect(places.map(({ count }) => count)).toEqual([1, 3, 9, 4]);
  });

  it("never lets boxes overlap, and keeps every box in a frame and in the extent", () => {
    const { boxes, frames, extent } = layOut(levels(1, 40, 160, 90), wish());

    for (const [turn, box] of boxes.entries()) {
      expect(boxes.slice(turn + 1).some((other) => overlaps(box, other))).toBe(false);
      expect(frames.filter((frame) => overlaps(frame, box))).toHaveLength(1);
      expect(box.x >= extent.x && box.x + box.width <= extent.x + extent.width).toBe(true);
      expect(box.y >= extent.y && box.y + box.height <= extent.y + extent.height).toBe(true);
    }
  });

  it("never lets frames overlap", () => {
    const { frames } = layOut(levels(1, 40, 160, 90), wish());

    for (const [turn, frame] of frames.entries()) expect(frames.slice(turn + 1).some((other) => overlaps(frame, other))).toBe(false);
  });

  it("gives a level more columns instead of endless height, and the picture the shape of a screen", () => {
    const { extent } = layOut(levels(1, 1000, 3000), wish({ grouping: "none" }));

    expect(extent.width / extent.height).toBeGreaterThan(0.8);
    expect(extent.width / extent.height).toBeLessThan(2.5);
  });

  it("is the same every time", () => {
    const graph = levels(1, 30, 60);

    expect(layOut(graph, wish())).toEqual(layOut(graph, wish()));
  });

  it("puts neighbours at about the same height", () => {
    const nodes = [node("source", 0), node("a", 1), node("b", 1), node("needs-b", 2), node("needs-a", 2)];
    const edges = [edge("a", "source"), edge("b", "source"), edge("needs-b", "b"), edge("needs-a", "a")];

    const layout = layOut(graphOf(nodes, edges), wish());

    expect(Math.sign(boxOf(layout, "a").y - boxOf(layout, "b").y)).toBe(Math.sign(boxOf(layout, "needs-a").y - boxOf(layout, "needs-b").y));
  });

  it("puts the worse of equals on top, and groups below", () => {
    const { nodes, edges } = star(30, (index) => ({ state: ["up", "degraded", "down"][index % 3] ?? "up" }));

    const layout = layOut(graphOf(nodes, edges), wish({ grouping: "class", single: ["ci0", "ci1", "ci2"] }));

    const order = layout.boxes.filter(({ level }) => level === 1).sort((a, b) => a.y - b.y).map(({ key }) => key);
    expect(order).toEqual(["ci2", "ci1", "ci0", "1/server/*"]);
  });

  it("makes parallel links between boxes one and counts them", () => {
    const { nodes, edges } = star(30);

    const { links, boxes } = layOut(graphOf(nodes, edges), wish({ grouping: "class" }));

    expect(boxes).toHaveLength(2);
    expect([...links.count]).toEqual([30]);
    expect([...links.from, ...links.to].map((box) => boxes[box]?.key)).toEqual(["source", "1/server/*"]);
  });

  it("calls a bundle optional only when all of it is", () => {
    const { nodes } = star(2);
    const soft = graphOf(nodes, [edge("ci0", "source", "soft"), edge("ci0", "source", "soft"), edge("ci1", "source", "soft"), edge("ci1", "source")]);

    expect([...layOut(soft, wish()).links.isSoft]).toEqual([1, 0]);
  });

  it("gives redundancy groups room for their rule", () => {
    const { nodes, edges } = star(2, (index) => ({ group: index === 0 ? { k: 2, members: 3, up: 2 } : null }));

    const layout = layOut(graphOf(nodes, edges), wish());

    expect(boxOf(layout, "ci0").height).toBe(RULE_HEIGHT);
    expect(boxOf(layout, "ci1").height).toBe(BOX.height);
  });

  it("frames CIs by class, or by site when these are grouped", () => {
    const { nodes, edges } = star(4, (index) => ({ class_label: index % 2 ? "Switch" : "Server", site: "Oslo" }));
    const titles = (grouping: "auto" | "site") => layOut(graphOf(nodes, edges), wish({ grouping })).frames.map(({ label, count }) => `${label} ${count}`).sort();

    expect(titles("auto")).toEqual(["Server 1", "Server 2", "Switch 2"]);
    expect(titles("site")).toEqual(["Oslo 1", "Oslo 4"]);
  });

  it("draws a source that nothing depends on", () => {
    const { boxes, extent } = layOut(graphOf([node("source", 0)], []), wish());

    expect(boxes).toHaveLength(1);
    expect(extent.height).toBeGreaterThan(0);
  });

  it("survives cycles and links that lead back", () => {
    const nodes = [node("source", 0), node("a", 1), node("b", 2)];

    const { links } = layOut(graphOf(nodes, [edge("a", "source"), edge("b", "a"), edge("a", "b"), edge("source", "b")]), wish());

    expect(links.count).toHaveLength(4);
  });
});

describe("graphOf", () => {
  it("leaves out links to oneself and to CIs that are not drawn", () => {
    const { links } = graphOf([node("a", 0), node("b", 1)], [edge("a", "a"), edge("b", "gone"), edge("b", "a", "soft")]);

    expect([...links.from]).toEqual([0]);
    expect([...links.to]).toEqual([1]);
    expect([...links.isSoft]).toEqual([1]);
  });
});
