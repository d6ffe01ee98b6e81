import { describe, expect, it } from "vitest";

import { LIGHT } from "../theme/tokens";
import { graphOf } from "./model";
import { paint } from "./paint";
import { focusOn, NO_FOCUS } from "./scene";
import { escaped, svgPen } from "./svgPen";
import { edge, node, scene } from "./testGraphs";

const HOSTILE = `</text><script>alert("x")</script>&'\u0000\u0008\ud800`;

function svgOf(name: string, selected = ""): string {
  const nodes = [node("source", 0, { name }), node("a", 1), node("group", 2, { state: "at_risk", group: { k: 2, members: 3, up: 2 } })];
  const picture = scene(graphOf(nodes, [edge("a", "source"), edge("group", "a", "soft")]));
  const pen = svgPen();
  const focus = selected ? focusOn(picture, selected, ["source", "a"]) : NO_FOCUS;
  const { width, height } = picture.layout.extent;
  paint(pen, {
    scene: picture, focus, camera: { x: width / 2, y: 0, k: 1 }, size: { width: width + 40, height: height + 80 }, tokens: LIGHT, fit: (text) => text, isMoving: false,
  });
  return pen.document(width + 40, height + 80, name);
}

describe("escaped", () => {
  it("makes text of what would be markup", () => {
    expect(escaped(`<a href="x">&'`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  });

  it("replaces what XML cannot hold", () => {
    expect(escaped("a\u0000b\u001fc\ufffed\ud800e\udc00f")).toBe("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf");
  });

  it("leaves letters of all languages, emoji and line ends", () => {
    expect(escaped("Ωmega 東京 📦\n\t")).toBe("Ωmega 東京 📦\n\t");
  });
});

describe("the SVG of a picture", () => {
  it("holds hostile names as text, in the picture and in the title", () => {
    const svg = svgOf(HOSTILE);

    expect(svg).not.toContain("<script");
    expect(svg.match(/&lt;script&gt;alert\(&quot;x&quot;\)/g)).toHaveLength(2);
    expect(svg).not.toMatch(/[\u0000-\u0008]/);
  });

  it("closes every element that it opens", () => {
    const svg = svgOf(HOSTILE, "a");
    const tags = svg.match(/<\/?[a-z]+[^>]*>/g) ?? [];
    const depth = tags.reduce((open, tag) => (tag.endsWith("/>") ? open : tag.startsWith("</") ? open - 1 : open + 1), 0);

    expect(depth).toBe(0);
  });

  it("has every name, the rule of redundancy groups and the levels", () => {
    const svg = svgOf("rack-07");

    for (const text of ["rack-07", "name of a", "name of group", "2/3 up, 2 needed", "Source", "Level 1 · 1", "Server · 1"]) expect(svg).toContain(`>${text}</text>`);
  });

  it("draws a dashed border while enough members are up", () => {
    expect(svgOf("x")).toMatch(new RegExp(`stroke="${LIGHT.at_risk}" stroke-width="1.6" stroke-dasharray`));
  });

  it("draws the path in the colour of the state it leads to, and fades the rest", () => {
    const svg = svgOf("x", "a");

    expect(svg).toContain(`stroke="${LIGHT.down}" stroke-width="3"`);
    expect(svg).toContain("<g opacity=");
  });

  it("holds no number that is none", () => {
    expect(svgOf("x", "a")).not.toMatch(/NaN|undefined|Infinity/);
  });
});
