import { describe, expect, it } from "vitest";

import { mergedWith } from "./merging";

const BEFORE = { title: "No mail", team: "", cause: "" };

describe("two people who edit one record", () => {
  it("keeps what each said of another field", () => {
    const merged = mergedWith(BEFORE, { ...BEFORE, team: "Mail" }, { ...BEFORE, cause: "disk" });

    expect(merged).toEqual({ values: { title: "No mail", team: "Mail", cause: "disk" }, both: [] });
  });

  it("names the fields of which both made something else, and keeps mine until somebody decides", () => {
    const merged = mergedWith(BEFORE, { ...BEFORE, title: "No mail in Oslo" }, { ...BEFORE, title: "Mail is slow" });

    expect(merged).toEqual({ values: { ...BEFORE, title: "Mail is slow" }, both: ["title"] });
  });

  it("finds no conflict where both say the same, or theirs is what I began with", () => {
    expect(mergedWith(BEFORE, { ...BEFORE, title: "x" }, { ...BEFORE, title: "x" }).both).toEqual([]);
    expect(mergedWith(BEFORE, BEFORE, { ...BEFORE, title: "x" }).both).toEqual([]);
  });

  it("takes what they took away", () => {
    expect(mergedWith({ team: "Mail" }, { team: "" }, { team: "Mail" })).toEqual({ values: { team: "" }, both: [] });
  });
});
