import { describe, expect, it } from "vitest";

import type { CIAttribute, HistoryChange, Relationship } from "../../api/types";
import { changedFields, grouped } from "./changes";
import { type Claim, isDisputed, prioritiesOf, ranked, reasonFor } from "./claims";
import { byType } from "./relations";

const PRIORITIES = prioritiesOf([
  { name: "agent", label: "Agent", doc: "", priority: 80, ages: true, contact_seconds: 3600 },
  { name: "snmp", label: "SNMP scan", doc: "", priority: 60, ages: true, contact_seconds: null },
]);

function claim(kind: string, value: string, name = "a"): Claim {
  return { value, source: { key: `${kind}:${name}`, kind, name }, observed_at: "2026-11-14T12:00:00Z" };
}

function attribute(claims: Claim[]): CIAttribute {
  const source = claims[0]?.source ?? null;
  return { name: "model", label: "Model", doc: "", value: "x", unit: null, kind: "string", source, observed_at: null, claims, hidden: false };
}

describe("ranked", () => {
  it("puts the kind with the highest priority first, whatever came when", () => {
    const claims = [claim("snmp", "B"), claim("unknown", "C"), claim("agent", "A")];

    expect(ranked(claims, PRIORITIES).map(({ value }) => value)).toEqual(["A", "B", "C"]);
  });

  it("takes the smaller key between equal kinds", () => {
    expect(ranked([claim("agent", "B", "b"), claim("agent", "A", "a")], PRIORITIES)[0]?.value).toBe("A");
  });
});

describe("reasonFor", () => {
  it("names both priorities", () => {
    const reason = reasonFor(attribute([claim("agent", "A"), claim("snmp", "B")]), PRIORITIES);

    expect(reason).toBe("Agent (priority 80) counts more than SNMP scan (priority 60).");
  });

  it("says when there is no rival", () => {
    expect(reasonFor(attribute([claim("agent", "A")]), PRIORITIES)).toContain("Only this source");
  });

  it("explains a tie by the key", () => {
    expect(reasonFor(attribute([claim("agent", "A"), claim("agent", "B", "b")]), PRIORITIES)).toContain("sorts first");
  });

  it("knows attributes that nobody claims", () => {
    expect(reasonFor(attribute([]), PRIORITIES)).toContain("No source");
  });
});

describe("isDisputed", () => {
  it("holds when sources say different values", () => {
    expect(isDisputed(attribute([claim("agent", "A"), claim("snmp", "B")]))).toBe(true);
    expect(isDisputed(attribute([claim("agent", "A"), claim("snmp", "A")]))).toBe(false);
  });
});

function bond(over: Partial<HistoryChange>): HistoryChange {
  return { attribute: null, relationship: "RUNS_ON", old: null, new: null, other: null, direction: "out", change: "opened", ...over };
}

describe("grouped", () => {
  it("puts relationships of one type, direction and change together", () => {
    const changes = [bond({}), bond({ direction: "in" }), bond({}), bond({ change: "closed" })];

    expect(grouped(changes).bonds.map(({ key, changes: some }) => [key, some.length])).toEqual([
      ["RUNS_ON out opened", 2],
      ["RUNS_ON in opened", 1],
      ["RUNS_ON out closed", 1],
    ]);
  });

  it("keeps changes of attributes apart", () => {
    const change = bond({ attribute: "model", relationship: null, new: "R740" });
    const kept = bond({ attribute: "name", relationship: null, old: "db1", new: "db1" });

    expect(grouped([change, kept, bond({})])).toMatchObject({ attributes: [change], kept: [kept] });
  });
});

describe("changedFields", () => {
  it("says what differs, with null for what was not there", () => {
    expect(changedFields({ old: { port: 80, strength: "soft" }, new: { port: 80, days: 3 } })).toEqual([
      { name: "strength", old: "soft", new: null },
      { name: "days", old: null, new: 3 },
    ]);
  });

  it("takes plain values as no fields", () => {
    expect(changedFields({ old: "a", new: null })).toEqual([]);
  });
});

describe("byType", () => {
  it("lists what the CI needs before what needs it", () => {
    const rows = [["A", "in"], ["B", "out"], ["A", "out"], ["B", "out"]].map(([type, direction]) => ({ type, direction }) as Relationship);

    expect(byType(rows).map(({ key, rows: some }) => [key, some.length])).toEqual([["out-B", 2], ["out-A", 1], ["in-A", 1]]);
  });
});
