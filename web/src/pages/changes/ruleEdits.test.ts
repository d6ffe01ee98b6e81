import { expect, test } from "vitest";

import type { ApprovalGroup, ChangeRules, Policy } from "../../api/changes";
import { bothSaid, isOther, withRule } from "./ruleEdits";

const group: ApprovalGroup = { name: "DBA", people: ["nina"], teams: [], quorum: 1, is_each_team: false, risks: [], services: [] };
const policy: Policy = { medium_from: 20, high_from: 50, quorum_low: 1, quorum_medium: 1, quorum_high: 2, quorum_emergency: 1, asks_owners: true, groups: [group] };
const rules: ChangeRules = { freezes: [], windows: [], policy, version: 1, saved_at: null, saved_by: "eva", names: {} };

test("what somebody else said of other numbers and groups stays", () => {
  const theirs = { ...rules, policy: { ...policy, quorum_low: 2, groups: [group, { ...group, name: "Net" }] } };
  const edit = { part: "policy", old: policy, now: { ...policy, quorum_high: 3 } } as const;
  expect(isOther(theirs, edit)).toBe(false);
  expect(withRule(theirs, edit).policy).toMatchObject({ quorum_low: 2, quorum_high: 3, groups: [{ name: "DBA" }, { name: "Net" }] });
});

test("a number of which both said something else is told, not overwritten", () => {
  const theirs = { ...rules, policy: { ...policy, quorum_high: 4 } };
  const edit = { part: "policy", old: policy, now: { ...policy, quorum_high: 3, quorum_low: 2 } } as const;
  expect(bothSaid(theirs, edit)).toEqual(["quorum_high"]);
  expect(isOther(theirs, edit)).toBe(true);
});

test("a group that is edited by both, or removed, is told; one that is added is not", () => {
  const edit = { part: "groups", old: group, now: { ...group, quorum: 2 } } as const;
  expect(isOther(rules, edit)).toBe(false);
  expect(isOther({ ...rules, policy: { ...policy, groups: [] } }, edit)).toBe(true);
  expect(isOther({ ...rules, policy: { ...policy, groups: [] } }, { ...edit, old: null })).toBe(false);
  expect(withRule(rules, { ...edit, now: null }).policy.groups).toEqual([]);
});
