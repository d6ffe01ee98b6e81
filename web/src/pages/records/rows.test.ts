import { describe, expect, it } from "vitest";

import { localTime, rowsOf, textOfRows, utcTime } from "./rows";

describe("rows", () => {
  it("come back as they were kept, without what is empty", () => {
    const text = textOfRows([{ step: "stop it", owner: "" }, { step: "" }, { step: "start it", minutes: "5" }]);
    expect(rowsOf(text)).toEqual([{ step: "stop it" }, { step: "start it", minutes: "5" }]);
    expect(textOfRows([{ step: "" }])).toBe("");
    expect(rowsOf("no list")).toEqual([]);
    expect(rowsOf('{"a": 1}')).toEqual([]);
  });
});

describe("times", () => {
  it("are the same moment by the clock of the browser and in UTC", () => {
    expect(utcTime(localTime("2027-01-31T12:00:00Z"))).toBe("2027-01-31T12:00:00Z");
    expect(localTime("soon")).toBe("");
    expect(utcTime("")).toBe("");
  });
});
