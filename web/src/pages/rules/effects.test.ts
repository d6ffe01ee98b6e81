import { expect, test } from "vitest";

import { lastsWords, NEW_EFFECT, placeWords, withEffect } from "./effects";

const restart = { ...NEW_EFFECT, action: "restart", lasts_seconds: 300 };
const upgrade = { ...NEW_EFFECT, action: "upgrade" };

test("how long an effect lasts is said in its largest whole unit", () => {
  expect([null, 7200, 300, 90, 1].map((lasts_seconds) => lastsWords({ lasts_seconds }))).toEqual([
    "until somebody undoes it", "2 hours", "5 minutes", "90 seconds", "1 second",
  ]);
});

test("where an effect falls is said by its relationship", () => {
  expect(placeWords(restart)).toBe("the CI itself");
  expect(placeWords({ ...restart, on: "sources", relationship: "RUNS_ON", repeats: true })).toMatch(/^the sources of .*, and theirs$/);
});

test("a new effect stands beside those of its action, a changed one where it was", () => {
  const other = { ...restart, ci_class: "server" };

  expect(withEffect([restart, upgrade], null, other)).toEqual([restart, other, upgrade]);
  expect(withEffect([restart, upgrade], restart, other)).toEqual([other, upgrade]);
  expect(withEffect([restart], null, upgrade)).toEqual([restart, upgrade]);
});
