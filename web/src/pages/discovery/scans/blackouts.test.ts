import { expect, test } from "vitest";

import { noWindowIn, textOfWindows, windowsOf } from "./blackouts";

const EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

test("all windows are text and come back as they were", () => {
  const windows = [
    { days: ["mon", "tue", "wed", "thu", "fri"], begins: "08:00", ends: "17:00" },
    { days: ["mon", "wed", "sat", "sun"], begins: "22:00", ends: "06:00" },
    { days: EVERY_DAY, begins: "12:00", ends: "12:30" },
  ];

  expect(textOfWindows(windows)).toBe("mon-fri 08:00-17:00\nmon, wed, sat-sun 22:00-06:00\nmon-sun 12:00-12:30");
  expect(windowsOf(textOfWindows(windows))).toEqual(windows);
});

test.each([
  ["08:00 - 17:00", ["mon", "tue", "wed", "thu", "fri"], "08:00"],
  ["Saturday-Monday 8:00-9:00", ["mon", "sat", "sun"], "08:00"],
  [" sun, TUE 08:00-09:00 ;", ["tue", "sun"], "08:00"],
])("%s is read as people mean it", (text, days, begins) => {
  expect(windowsOf(text)).toMatchObject([{ days, begins }]);
});

test.each(["every day", "mon 8-9", "xyz 08:00-09:00", "mon-tue-wed 08:00-09:00"])("%s is no window", (text) => {
  expect(noWindowIn(`mon 08:00-09:00\n${text}`)).toBe(text);
});
