import { describe, expect, it } from "vitest";

import type { Affected, AffectedService, Picture, PictureNode } from "../../api/types";
import { type Entry, entriesOf, nextChoice, nodesByUid, sortedRows, tableRows } from "./entries";

function node(uid: string, state: string, rest: Partial<PictureNode> = {}): PictureNode {
  return { uid, name: uid, ci_class: "server", class_label: "Server", root: null, site: null, level: 1, state, group: null, criticality: null, users: null, ...rest };
}

function affected({ uid, name, ci_class, level, state }: PictureNode): Affected {
  return { uid, name, ci_class, level, state, score: 1 };
}

function service({ uid, name, state }: PictureNode): AffectedService {
  return { uid, name, state, users: null, criticality: null, path: [], weakest: null, margin: null, owner_name: null, support_hours: null, sites: [], assumed: 0 };
}

const SOURCE = node("source", "source", { level: 0 });
const SHOP = node("shop", "degraded", { level: 3, users: 200 });
const DB = node("db", "down", { level: 1 });
const SPARE = node("spare", "up", { level: 2, users: 5 });

const PICTURE = {
  source: ["source"], nodes: [SOURCE, DB, SPARE, SHOP], services: [service(SHOP)], affected: [DB, SHOP].map(affected),
  counts: { down: 1, degraded: 1, at_risk: 0, reach: 3, services: 1 },
} as unknown as Picture;

function words(entries: readonly Entry[]): string[] {
  return entries.map((entry) => (entry.kind === "heading" ? `${entry.part} ${entry.count}` : entry.uid));
}

describe("entriesOf", () => {
  it("lists services first, then what else is hit, then what is still up, each CI once", () => {
    expect(words(entriesOf(PICTURE, []))).toEqual(["services 1", "shop", "affected 1", "db", "up 1", "spare"]);
  });

  it("lists only the states that are shown", () => {
    expect(words(entriesOf(PICTURE, ["down"]))).toEqual(["affected 1", "db"]);
    expect(words(entriesOf(PICTURE, ["up", "degraded"]))).toEqual(["services 1", "shop", "up 1", "spare"]);
  });

  it("says how many there are in all where the list ends before", () => {
    const picture = { ...PICTURE, counts: { down: 7000, degraded: 1, at_risk: 0, reach: 9000, services: 1 } };
    const headings = (states: readonly string[]) => entriesOf(picture, states).flatMap((entry) => (entry.kind === "heading" ? [`${entry.count} of ${entry.total}`] : []));

    expect(headings([])).toEqual(["1 of 1", "1 of 7000", "1 of 1999"]);
    expect(headings(["down"])).toEqual(["1 of 7000"]);
  });

  it("leaves out a source that is a service itself", () => {
    const picture = { ...PICTURE, services: [service(SOURCE), service(SHOP)] };

    expect(words(entriesOf(picture, []))).not.toContain("source");
  });
});

describe("nextChoice", () => {
  const entries = entriesOf(PICTURE, []);

  it("steps over headings and stays at the ends", () => {
    expect(nextChoice(entries, -1, 1)).toBe(1);
    expect(nextChoice(entries, 1, 1)).toBe(3);
    expect(nextChoice(entries, 3, -1)).toBe(1);
    expect(nextChoice(entries, 1, -1)).toBe(1);
    expect(nextChoice(entries, 5, 1)).toBe(5);
  });

  it("leads to the first and the last", () => {
    expect(nextChoice(entries, 3, Infinity)).toBe(5);
    expect(nextChoice(entries, 3, -Infinity)).toBe(1);
  });
});

describe("the table", () => {
  const rows = tableRows(PICTURE, nodesByUid(PICTURE.nodes), []);

  it("has the source and every CI of the list in its order", () => {
    expect(rows.map(({ uid }) => uid)).toEqual(["source", "shop", "db", "spare"]);
  });

  it("sorts by a column in both directions and keeps the order by an unknown one", () => {
    const sorted = (sort: string) => sortedRows(rows, sort).map(({ uid }) => uid);

    expect(sorted("state")).toEqual(["source", "db", "shop", "spare"]);
    expect(sorted("-users")).toEqual(["shop", "spare", "source", "db"]);
    expect(sorted("level")).toEqual(["source", "db", "spare", "shop"]);
    expect(sorted("nonsense")).toEqual(["source", "shop", "db", "spare"]);
  });
});
