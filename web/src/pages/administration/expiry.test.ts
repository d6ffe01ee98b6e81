import { describe, expect, it } from "vitest";

import { type ExpiryChoice, expiresAt } from "./expiry";

const NOW = new Date(2026, 10, 14, 12, 0, 0);

function at(choice: ExpiryChoice, typed = "") {
  return expiresAt({ choice, typed }, NOW);
}

describe("expiresAt", () => {
  it("adds days to now", () => {
    expect(at("7")).toEqual({ at: new Date(2026, 10, 21, 12, 0, 0).toISOString(), error: null });
  });

  it("has no time for never", () => {
    expect(at("never")).toEqual({ at: null, error: null });
  });

  it("takes a date alone as the end of that day", () => {
    expect(at("typed", " 2026-11-14 ").at).toBe(new Date(2026, 10, 15).toISOString());
  });

  it("takes a time in the user's zone, or in the zone that is typed", () => {
    expect(at("typed", "2026-12-31 18:00").at).toBe(new Date(2026, 11, 31, 18, 0).toISOString());
    expect(at("typed", "2026-12-31T18:00:30+02:00").at).toBe("2026-12-31T16:00:30.000Z");
  });

  it.each(["", "tomorrow", "31.12.2026", "2026-02-30", "2026-13-01", "2026-12-31 25:00"])("refuses %j", (typed) => {
    const { at: then, error } = at("typed", typed);

    expect(then).toBeNull();
    expect(error).toContain("2027-01-31");
  });

  it("refuses what has passed", () => {
    expect(at("typed", "2026-11-13").error).toContain("passed");
  });
});
