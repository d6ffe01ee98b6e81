import { describe, expect, it } from "vitest";

import { namesIn } from "./words";

describe("names in lines", () => {
  it("leaves out empty lines and the space around names", () => {
    expect(namesIn(" Carla \n\nOve\r\n")).toEqual(["Carla", "Ove"]);
  });
});
