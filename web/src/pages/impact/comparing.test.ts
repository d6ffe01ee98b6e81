import { describe, expect, it } from "vitest";

import type { Picture, PictureEdge, PictureNode } from "../../api/types";
import { compared, type Compared, markCounts, withDifferences } from "./comparing";
import { entriesOf } from "./entries";

function node(uid: string, state = "down", rest: Partial<PictureNode> = {}): PictureNode {
  return { uid, name: uid, ci_class: "server", class_label: "Server", root: null, site: null, level: 1, state, group: null, criticality: null, users: null, ...rest };
}

function edge(source: string, target: string, strength = "hard"): PictureEdge {
  return { source, target, type: "DEPENDS_ON", strength, confidence: 1, sources: [], last_seen_at: null, derivation: null };
}

function picture(nodes: PictureNode[], edges: PictureEdge[], truncated = false): Picture {
  const affected = nodes.filter(({ state }) => state === "down").map((one) => ({ ...one, score: 1 }));
  const counts = { down: affected.length, degraded: 0, at_risk: 0, reach: nodes.length - 1, services: 0 };
  return { source: ["db"], nodes, edges, truncated, affected, services: [], counts, levels: [{ level: 0, count: 1 }, { level: 1, count: nodes.length - 1 }] } as unknown as Picture;
}

const DB = node("db", "source", { level: 0 });
const BEFORE = picture([DB, node("shop"), node("old"), node("same")], [edge("shop", "db"), edge("old", "db"), edge("same", "db")]);
const AFTER = picture([DB, node("shop", "up"), node("new"), node("same")], [edge("shop", "db", "soft"), edge("new", "db"), edge("same", "db")]);

function marks({ picture: { nodes, edges } }: Compared): Record<string, string | undefined> {
  const named = [...nodes.map((one) => [one.uid, "mark" in one ? one.mark : undefined]), ...edges.map((one) => [`${one.source} ${one.target}`, "mark" in one ? one.mark : undefined])];
  return Object.fromEntries(named.filter(([, mark]) => mark !== undefined)) as Record<string, string | undefined>;
}

describe("compared", () => {
  it("marks what came, went or changed, CIs and relationships, and keeps what went in the picture", () => {
    const found = compared(AFTER, BEFORE);

    expect(marks(found)).toEqual({ "shop": "changed", "new": "added", "old": "removed", "shop db": "changed", "new db": "added", "old db": "removed" });
    expect(found.differences.get("shop")).toMatchObject({ before: "down", after: "up" });
    expect(markCounts(found.differences)).toEqual({ added: 1, removed: 1, changed: 1 });
    expect(found.picture.levels).toEqual([{ level: 0, count: 1 }, { level: 1, count: 4 }]);
  });

  it("marks a CI whose own relationship went", () => {
    const found = compared(picture([DB, node("shop")], []), picture([DB, node("shop")], [edge("shop", "db")]));

    expect(found.differences.get("shop")).toMatchObject({ mark: "changed", edges: [{ mark: "removed" }] });
  });

  it("does not take for new or gone what a cut picture does not show", () => {
    const cutBefore = compared(AFTER, { ...BEFORE, truncated: true });
    const cutAfter = compared({ ...AFTER, truncated: true }, BEFORE);

    expect(cutBefore.differences.get("new")).toBeUndefined();
    expect(cutAfter.differences.get("old")).toBeUndefined();
    expect(Object.values(marks(cutAfter))).not.toContain("removed");
    expect(cutAfter.isCut).toBe(true);
  });

  it("takes everything for new where there was no such CI", () => {
    expect(markCounts(compared(AFTER, null).differences).added).toBe(AFTER.nodes.length);
  });
});

describe("withDifferences", () => {
  it("lists what differs first and each CI once", () => {
    const found = compared(AFTER, BEFORE);
    const words = withDifferences(entriesOf(found.picture, []), found).map((entry) => (entry.kind === "heading" ? `${entry.part} ${entry.count}` : entry.uid));

    expect(words).toEqual(["added 1", "new", "removed 1", "old", "changed 1", "shop", "affected 1", "same"]);
  });
});
