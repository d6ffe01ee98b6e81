import { expect, test } from "vitest";

import type { SinglePoint } from "../../api/singlePoints";
import { bestWords, remediesOf, remedyWords } from "./words";

type Remedy = NonNullable<SinglePoint["remedies"]>[number];

const ci = { uid: "ci_1", name: "cert", ci_class: "certificate", root: null, site: null };
const alone: Remedy = { owner: { ...ci, uid: "ci_2", name: "web" }, group_of: null, k: 1, n: 1, lost: 1, enough_k: null, members_to_add: 1, services: 2, then: null };
const group: Remedy = { ...alone, k: 1, n: 2, lost: 2 };

test("a certificate is renewed or replaced by several, never doubled or moved", () => {
  const point = { ci, remedies: [alone, group] };

  expect(bestWords(point)).toBe("renewing it before it expires");
  expect(remediesOf(point).map((remedy) => remedyWords(ci, remedy))).toEqual(["web needs 1 of 2 and loses 2: a certificate of its own for each member"]);
});

test("another CI gets a second one", () => {
  expect(bestWords({ ci: { ...ci, ci_class: "server" }, remedies: [alone] })).toBe("a second one beside what web needs, of which one is enough");
});
