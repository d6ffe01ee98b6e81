import { describe, expect, it } from "vitest";

import { asOfQuery, fromField, toField } from "./instants";

describe("instants", () => {
  it("come back from a field as they were put into it, to the second", () => {
    expect(fromField(toField("2027-01-31T12:34:56Z"))).toBe("2027-01-31T12:34:56.000Z");
  });

  it("are empty where there is none", () => {
    expect([toField(""), toField("yesterday"), fromField(""), fromField("soon")]).toEqual(["", "", "", ""]);
  });

  it("are left out of a question about now", () => {
    expect([asOfQuery(""), asOfQuery("2027-01-31T12:00:00Z")]).toEqual([{}, { as_of: "2027-01-31T12:00:00Z" }]);
  });
});
