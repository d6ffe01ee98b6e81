import { expect, test } from "vitest";

import { Problem } from "../../api/problem";
import { fieldError } from "./problems";

function refused(field: string) {
  return new Problem(422, { errors: [{ field, value: "10.0.0.0/99", message: "is no range of addresses", remedy: "write 10.0.0.0/24" }] });
}

test("of a list the entry that is wrong is named, of a single value what is wrong with it", () => {
  expect(fieldError(refused("ranges[1]"), "ranges")).toBe("'10.0.0.0/99' is no range of addresses. Write 10.0.0.0/24");
  expect(fieldError(refused("subnet"), "subnet")).toBe("Is no range of addresses. Write 10.0.0.0/24");
  expect(fieldError(refused("ranges[1]"), "range")).toBeNull();
});
