import { describe, expect, it } from "vitest";

import { compareHref, evidenceLine, ruleWord, signed, valueOf } from "./words";

describe("ruleWord", () => {
  it.each([["system_uuid", "System UUID"], ["mac", "MAC"], ["machine_id", "Machine ID"], ["serial_number", "Serial number"]])(
    "calls %s %s", (rule, word) => { expect(ruleWord(rule)).toBe(word); },
  );
});

describe("valueOf", () => {
  it.each([
    ["machine_id:0f1e", "machine_id", "0f1e"],
    ["oslo:fqdn:web1.example.net", "fqdn", "web1.example.net"],
    ["mac:00:11:22", "mac", "00:11:22"],
    ["something else", "mac", "something else"],
  ])("takes %s by the rule %s as %s", (key, rule, value) => { expect(valueOf(key, rule)).toBe(value); });
});

describe("evidence", () => {
  it("has a sign and comes with what says most first", () => {
    const entry = { identifiers: [], is_contested: false };
    const line = evidenceLine([{ rule: "fqdn", score: 60, ...entry }, { rule: "system_uuid", score: -100, ...entry }]);

    expect(line).toBe("System UUID −100 · FQDN +60");
    expect(signed(0)).toBe("+0");
  });
});

describe("compareHref", () => {
  it("repeats the parameter for each CI", () => {
    expect(compareHref(["ci_a", "ci_b"])).toBe("/duplicates/compare?ci=ci_a&ci=ci_b");
  });
});
