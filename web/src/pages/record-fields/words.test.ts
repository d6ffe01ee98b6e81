import { describe, expect, it } from "vitest";

import { moved, nameFor } from "./words";

describe("names of fields", () => {
  it("follow from their labels", () => {
    expect(nameFor("Cost centre")).toBe("x_cost_centre");
    expect(nameFor("3. Étage (links)")).toBe("x_etage_links");
    expect(nameFor("§")).toBe("");
  });
});

describe("the order of fields", () => {
  const all = ["a1", "b1", "a2", "a3"];
  const ofA = (one: string) => one.startsWith("a");
  it("changes among those of a type only", () => {
    expect(moved(all, "a1", 1, ofA)).toEqual(["a2", "b1", "a1", "a3"]);
    expect(moved(all, "a3", -1, ofA)).toEqual(["a1", "b1", "a3", "a2"]);
    expect(moved(all, "a1", -1, ofA)).toEqual(all);
  });
});
