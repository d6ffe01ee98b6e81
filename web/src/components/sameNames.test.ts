import { expect, test } from "vitest";

import { toldApart } from "./sameNames";

test("CIs of the same name are told apart by their class, others are not", () => {
  const cis = [
    { name: "Webshop", ci_class: "business_service" },
    { name: "Payroll", ci_class: "business_service" },
    { name: "Webshop", ci_class: "application_service" },
  ];

  expect(toldApart(cis, (name) => name.replace("_", " "))).toEqual(["Webshop (business service)", "Payroll", "Webshop (application service)"]);
});
