import { describe, expect, it } from "vitest";

import { namesIn, soonestFirst } from "./words";

describe("names in lines", () => {
  it("leaves out empty lines and the space around names", () => {
    expect(namesIn(" Carla \n\nOve\r\n")).toEqual(["Carla", "Ove"]);
  });
});

describe("the agenda", () => {
  it("begins with what begins first and ends with what has no time", () => {
    const changes = [
      { number: "CHG0000003", listed: {} },
      { number: "CHG0000002", listed: { planned_start: "2026-12-04T20:00:00Z" } },
      { number: "CHG0000001", listed: { planned_start: "2026-12-02T20:00:00Z" } },
    ];
    expect(soonestFirst(changes).map(({ number }) => number)).toEqual(["CHG0000001", "CHG0000002", "CHG0000003"]);
  });
});
