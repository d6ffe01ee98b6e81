import { expect, test } from "vitest";

import type { CIEdit } from "../../api/types";
import { endedByHand, wordsOn } from "./said";

const NONE = () => [];

function edit(uid: string, status: string, more: Partial<CIEdit> = {}, attributes = {}): CIEdit {
  return {
    uid, source: { key: "manual:ann", kind: "manual", name: "ann" }, actor: "ann", reason: null, at: "2026-01-01T00:00:00Z",
    expires_at: null, is_expired: false, is_creation: false, attributes: {}, released: [],
    relationships: [{ type: "CONNECTS_TO", target_uid: "b", status, attributes }], ...more,
  };
}

test("the last word that still counts says whether a relationship is ended", () => {
  expect(endedByHand([edit("2", "retired"), edit("1", "active")], NONE).map(({ edit: { uid } }) => uid)).toEqual(["2"]);
  expect(endedByHand([edit("2", "released"), edit("1", "retired")], NONE)).toEqual([]);
  expect(endedByHand([edit("2", "active", { is_expired: true }), edit("1", "retired")], NONE)).toHaveLength(1);
});

test("relationships between the same CIs are told apart by what is declared", () => {
  const edits = [edit("2", "retired", {}, { port: 1 }), edit("1", "active", {}, { port: 2 })];
  const meant = { type: "CONNECTS_TO", target_uid: "b", attributes: { port: 2 } };

  expect(wordsOn(edits, meant, () => ["port"]).map(({ edit: { uid } }) => uid)).toEqual(["1"]);
  expect(wordsOn(edits, meant, NONE)).toHaveLength(2);
});
