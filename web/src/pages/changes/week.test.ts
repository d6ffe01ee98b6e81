import { describe, expect, it } from "vitest";

import type { PlannedChange } from "../../api/changes";
import { dayOf, dayText, isCrowded, isOn, lanesOf, later, weekOf } from "./week";

function change(number: string, start: string, end: string, ...services: string[]): PlannedChange {
  const hits = services.map((name) => ({ uid: `ci_${name}`, name, state: "down", ci_class: "business_service" }));
  return { number, listed: { planned_start: start, planned_end: end }, hits } as unknown as PlannedChange;
}

describe("days", () => {
  it("begin their week on Monday", () => {
    expect(dayText(weekOf(new Date(2027, 0, 3, 12)))).toBe("2026-12-28");
    expect(dayText(weekOf(new Date(2026, 11, 28)))).toBe("2026-12-28");
    expect(dayText(later(new Date(2027, 2, 28), 1))).toBe("2027-03-29");
    expect(dayText(dayOf("nothing", new Date(2027, 0, 1)))).toBe("2027-01-01");
  });
  it("are touched by what reaches over midnight", () => {
    const day = new Date(2027, 0, 2);
    const at = (text: string) => new Date(text).toISOString();
    expect(isOn(day, at("2027-01-01T23:00"), at("2027-01-02T01:00"))).toBe(true);
    expect(isOn(day, at("2027-01-01T22:00"), at("2027-01-02T00:00"))).toBe(false);
  });
});

describe("lanes", () => {
  it("are those of services, what hits none at the end, crowded where changes overlap", () => {
    const lanes = lanesOf([
      change("CHG1", "2027-01-01T00:00Z", "2027-01-01T02:00Z", "shop", "mail"),
      change("CHG2", "2027-01-01T01:00Z", "2027-01-01T03:00Z", "shop"),
      change("CHG3", "2027-01-01T01:00Z", "2027-01-01T03:00Z"),
    ]);
    expect(lanes.map(({ name, changes }) => [name, changes.length])).toEqual([["mail", 1], ["shop", 2], ["", 1]]);
    expect(lanes.map(isCrowded)).toEqual([false, true, false]);
  });
});
