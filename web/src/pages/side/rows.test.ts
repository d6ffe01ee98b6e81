import { describe, expect, it } from "vitest";

import type { CIAttribute, Comparison, IdentityCard } from "../../api/types";
import { attributeRows, identifierRows, keeperOf } from "./rows";

function card(rules: Record<string, string[]>): IdentityCard {
  const shown = Object.entries(rules).map(([rule, identifiers]) => ({ rule, weight: 80, contradicts: 60, identifiers, contested: 0 }));
  return { uid: "", match_score: 60, rules: shown, records: [], cases: [], candidates: [], decisions: [], aliases: [], classes: [] };
}

function attribute(name: string, value: unknown): CIAttribute {
  return { name, label: name.toUpperCase(), value } as CIAttribute;
}

const CARDS = [card({ serial: ["serial:a"], mac: ["mac:1", "mac:2"] }), card({ mac: ["mac:2"], fqdn: ["default:fqdn:web"] })];
const FOUND = { evidence: [{ rule: "mac", score: 60, identifiers: ["mac:2"], is_contested: false }] } as unknown as Comparison;

describe("identifierRows", () => {
  const rows = identifierRows(CARDS, [FOUND], new Map([["mac:2", "contested"]]));

  it("has one for each rule of any of them", () => {
    expect(rows.map(({ rule }) => rule)).toEqual(["serial", "mac", "fqdn"]);
    expect(rows[2]?.cells).toEqual([[], [{ key: "default:fqdn:web", value: "web", isShared: false, standing: "" }]]);
  });

  it("marks what is shared and what is contested, with the score", () => {
    expect(rows[1]?.cells[0]).toEqual([
      { key: "mac:1", value: "1", isShared: false, standing: "" },
      { key: "mac:2", value: "2", isShared: true, standing: "contested" },
    ]);
    expect(rows.map(({ scores }) => scores)).toEqual([[null], [60], [null]]);
  });

  it("does not call values the same that may not be seen", () => {
    const hidden = card({ mac: ["mac:(hidden)"] });
    const [row] = identifierRows([hidden, hidden], [FOUND], new Map([["mac:(hidden)", "contested"]]));
    expect(row?.cells[0]).toEqual([{ key: "mac:(hidden)", value: "(hidden)", isShared: false, standing: "" }]);
  });
});

describe("attributeRows", () => {
  it("puts what differs first, what one of them lacks included", () => {
    const left = { attributes: [attribute("os", "Debian"), attribute("kernel", "6.1")] };
    const right = { attributes: [attribute("os", "Debian"), attribute("kernel", "6.2"), attribute("model", ["a"])] };

    expect(attributeRows([left, right]).map(({ name, differs }) => [name, differs])).toEqual([
      ["kernel", true], ["model", true], ["os", false],
    ]);
  });
});

describe("keeperOf", () => {
  it("is the one that was known first", () => {
    const cis = [{ uid: "b", created_at: "2026-02-01T00:00:00Z" }, { uid: "a", created_at: "2026-02-01T00:00:00Z" }, { uid: "c", created_at: "2026-03-01T00:00:00Z" }];

    expect(keeperOf(cis)).toBe("a");
    expect(keeperOf([])).toBe("");
  });
});
