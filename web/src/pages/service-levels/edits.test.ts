import { expect, test } from "vitest";

import type { Calendar, Levels, Target } from "../../api/serviceLevels";
import { standing, withEdit } from "./edits";

const office: Calendar = { name: "office", time_zone: "Europe/Oslo", hours: [{ weekdays: [0], starts: "08:00", ends: "16:00" }], holidays: [] };
const resolve: Target = { name: "resolve", type: "incident", kind: "resolution", minutes: 240, calendar: "office", priorities: [], services: [], pauses_in: [] };
const levels: Levels = { calendars: [office], targets: [resolve], version: 3, saved_at: null, saved_by: "eva", names: {} };

test("targets follow a calendar that is called otherwise", () => {
  const after = withEdit(levels, { of: "calendars", old: office, now: { ...office, name: "Oslo" } });
  expect(after.calendars.map(({ name }) => name)).toEqual(["Oslo"]);
  expect(after.targets[0]?.calendar).toBe("Oslo");
});

test("what somebody else added meanwhile stays, and what they removed comes back with what was said of it", () => {
  const others = { ...levels, targets: [{ ...resolve, name: "take up" }] };
  const edit = { of: "targets", old: resolve, now: { ...resolve, minutes: 60 } } as const;
  expect(standing(others, edit)).not.toBe(standing(levels, edit));
  expect(withEdit(others, edit).targets.map(({ name, minutes }) => [name, minutes])).toEqual([["take up", 240], ["resolve", 60]]);
});

test("a calendar is removed by its name", () => {
  expect(withEdit(levels, { of: "calendars", old: office, now: null }).calendars).toEqual([]);
});
