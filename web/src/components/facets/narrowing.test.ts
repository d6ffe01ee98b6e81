import { describe, expect, it } from "vitest";

import type { SearchHit } from "../../api/types";
import { facetsOf, narrowed, type Property } from "./narrowing";

function hit(uid: string, ciClass: string, field: string): SearchHit {
  const matched = { field, value: "x", is_exact: false };
  return { uid, name: uid, ci_class: ciClass, class_label: ciClass.toUpperCase(), status: "active", root: null, matched };
}

const PROPERTIES: Property<SearchHit>[] = [
  { name: "ci_class", label: "Class", value: ({ ci_class }) => ci_class, word: ({ class_label }) => class_label },
  { name: "field", label: "Matched", value: ({ matched }) => matched.field, word: ({ matched }) => matched.field },
];
const HITS = [hit("a", "server", "name"), hit("b", "server", "serial_number"), hit("c", "disk", "serial_number")];

describe("narrowed", () => {
  it("takes the values of one property as alternatives and of several together", () => {
    expect(narrowed(HITS, { ci_class: ["server", "disk"] }, PROPERTIES)).toHaveLength(3);
    expect(narrowed(HITS, { ci_class: ["server"], field: ["serial_number"] }, PROPERTIES).map(({ uid }) => uid)).toEqual(["b"]);
  });
});

describe("facetsOf", () => {
  it("counts what the other selections leave", () => {
    const [classes, fields] = facetsOf(HITS, { ci_class: ["server"] }, PROPERTIES);

    expect(classes?.values).toEqual([
      { value: "server", label: "SERVER", count: 2, selected: true },
      { value: "disk", label: "DISK", count: 1, selected: false },
    ]);
    expect(fields?.values.map(({ value, count }) => [value, count])).toEqual([["name", 1], ["serial_number", 1]]);
  });

  it("keeps a chosen value that nothing has any more", () => {
    expect(facetsOf(HITS, { ci_class: ["printer"] }, PROPERTIES)[0]?.values).toContainEqual({
      value: "printer", label: "printer", count: 0, selected: true,
    });
  });
});
