import { expect, test } from "vitest";

import type { Calendar, Target } from "../../api/serviceLevels";
import { CALENDARS, TARGETS } from "./entries";

const resolve: Target = { name: "resolve", type: "incident", kind: "resolution", minutes: 240, calendar: "office", priorities: [1, 2], services: ["ci_a", "ci_b"], pauses_in: [] };
const office: Calendar = { name: "office", time_zone: "Europe/Oslo", hours: [{ weekdays: [0, 4], starts: "08:00", ends: "16:00" }], holidays: [{ date: "2026-12-25", name: "Christmas Day" }] };

test("what is written is what is read", () => {
  expect(TARGETS.read(TARGETS.write(resolve))).toEqual(resolve);
  expect(TARGETS.read(TARGETS.write({ ...resolve, services: [], priorities: [] }))).toEqual({ ...resolve, services: [], priorities: [] });
  expect(CALENDARS.read(CALENDARS.write(office))).toEqual(office);
});

test("people read names of services and hours, not what they are kept as", () => {
  const levels = { calendars: [office], targets: [resolve], version: 1, saved_at: null, saved_by: "eva", names: { ci_a: "Shop" } };
  expect(TARGETS.shown("services", TARGETS.write(resolve)["services"] ?? "", levels)).toBe("Shop, ci_b");
  expect(TARGETS.shown("services", "", levels)).toBe("any service");
  expect(CALENDARS.shown("hours", CALENDARS.write(office)["hours"] ?? "", levels)).toBe("Monday, Friday 08:00–16:00");
});
