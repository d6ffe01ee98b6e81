import { expect, test } from "vitest";

import type { Attribute } from "../../components/schema";
import { changesOf, textOf, valueOf } from "./values";

function attribute(name: string, kind: string): Attribute {
  return { name, kind, label: name, doc: "", unit: null, is_facet: false, is_column: false, choices: [], group: "general" };
}

test("a text and its value stand for each other", () => {
  for (const [value, kind] of [["x", "string"], [12, "integer"], [1.5, "number"], [true, "boolean"], [["a", "b"], "string_list"]] as const) {
    expect(valueOf(textOf(value), kind)).toEqual(value);
  }
});

test("an empty text says that there is no value", () => {
  expect(valueOf("  ", "integer")).toBeNull();
});

test("only what differs is said, and what is no value is told", () => {
  const attributes = [attribute("name", "string"), attribute("memory_bytes", "integer"), attribute("model", "string")];

  const found = changesOf(attributes, { name: "a", model: "m" }, { name: "a ", memory_bytes: "many", model: "" });

  expect(found.values).toEqual({ model: null });
  expect(Object.keys(found.errors)).toEqual(["memory_bytes"]);
});
