import { expect, test } from "vitest";

import { added, denied, deny, fromWire, made, replaced, spelt } from "./tree";

const name = (value: string) => made("comparison", { name: "name", operator: "=", values: [value] });

test("a condition is spelt as the server spells it", () => {
  const inner = made("and", { conditions: [made("class", { name: "server" }), name('the "old" one')] });
  const tree = made("or", { conditions: [made("relationship", { name: "runs_on", conditions: [inner] }), deny(inner, true)] });

  expect(spelt(tree)).toBe('runs_on (class is server and name = "the \\"old\\" one") or not (class is server and name = "the \\"old\\" one")');
});

test("values that would be read as something else stand in quotes", () => {
  expect(spelt(name("and"))).toBe('name = "and"');
  expect(spelt(name(""))).toBe('name = ""');
  expect(spelt(name("a,b"))).toBe('name = "a,b"');
  expect(spelt(made("comparison", { name: "name", operator: "in", values: ["a", "b c"] }))).toBe('name in (a, "b c")');
  expect(spelt(made("comparison", { name: "last_seen_at", operator: "older than", values: ["7 days"] }))).toBe("last_seen_at older than 7 days");
  expect(spelt(made("comparison", { name: "name", operator: "missing" }))).toBe("name missing");
});

test("groups of one are that one, and empty ones are nothing", () => {
  const empty = made("or");

  expect(spelt(made("and", { conditions: [empty] }))).toBe("");
  expect(spelt(made("and", { conditions: [name("a"), made("or", { conditions: [name("b"), empty] })] }))).toBe("name = a and name = b");
  expect(spelt(made("relationship", { name: "owned_by", isIncoming: true, conditions: [empty] }))).toBe("incoming owned_by exists");
});

test("a condition is changed, added and taken away where it stands", () => {
  const tree = made("and", { conditions: [name("a"), made("or", { conditions: [name("b"), name("c")] })] });

  expect(spelt(replaced(tree, [1, 0], name("x")))).toBe("name = a and (name = x or name = c)");
  expect(spelt(replaced(tree, [1, 0], null))).toBe("name = a and name = c");
  expect(spelt(added(tree, [1], name("d")))).toBe("name = a and (name = b or name = c or name = d)");
  expect(spelt(replaced(tree, [], null))).toBe("");
});

test("a form always starts with a group, and not is a switch", () => {
  const tree = fromWire({ kind: "class", name: "server", operator: "", values: [], is_incoming: false, conditions: [] });

  expect(tree.kind).toBe("and");
  expect(denied(deny(name("a"), true))).toEqual([name("a"), true]);
  expect(denied(name("a"))).toEqual([name("a"), false]);
});
