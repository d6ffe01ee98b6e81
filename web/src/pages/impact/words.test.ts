import { expect, test } from "vitest";

import { alsoOf, subjectOf, withAlso, wordOf } from "./words";

test("an action is written with spaces", () => {
  expect(wordOf("port_block")).toBe("port block");
});

test("what fails beside the CI is a word and a CI, which may hold a colon itself", () => {
  expect(alsoOf("port_block:db1:5432")).toEqual(["port_block", "db1:5432"]);
  expect(alsoOf("ci_1")).toEqual(["down", "ci_1"]);
});

test("a CI fails in one way only", () => {
  expect(withAlso(["down:a", "down:b"], "restart", "a")).toEqual(["down:b", "restart:a"]);
});

test("a picture is about the CI of the address, whichever of several is drawn first", () => {
  const picture = { source: ["one", "other"], nodes: [{ uid: "other" }, { uid: "one" }] };

  expect(subjectOf(picture, "one")).toEqual({ uid: "one" });
  expect(subjectOf(picture, "merged")).toEqual({ uid: "one" });
});
