import { expect, test } from "vitest";

import { dueFilter } from "./words";

test("what is overdue was due before today", () => {
  const noon = new Date(2028, 1, 29, 12);

  expect(dueFilter("overdue", noon)).toEqual({ dates: "due_back", first_day: "", last_day: "2028-02-28" });
  expect(dueFilter("warranty_90", noon)).toEqual({ dates: "warranty_until", first_day: "2028-02-29", last_day: "2028-05-29" });
  expect(dueFilter("", noon).dates).toBe("");
});
