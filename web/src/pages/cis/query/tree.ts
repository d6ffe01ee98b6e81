/** A query as a tree of conditions: what the form edits, and its text. */
import type { Understood } from "../../../api/types";

type Wire = Understood["condition"];

export type Kind = "and" | "or" | "not" | "comparison" | "class" | "relationship" | "text";

export interface Condition {
  kind: Kind;
  /** The field, class or relationship type. */
  name: string;
  operator: string;
  values: string[];
  isIncoming: boolean;
  conditions: Condition[];
}

export type Path = readonly number[];

const KEYWORDS = [
  "and", "or", "not", "in", "is", "contains", "starts", "ends", "with", "matches", "exists", "missing", "older", "newer", "than",
  "incoming",
];
const PLAIN = /^[^\s"'(),=<>!]+$/;
const LISTS = ["in", "not in"];
const EMPTY: Condition = { kind: "text", name: "", operator: "", values: [], isIncoming: false, conditions: [] };

export function made(kind: Kind, rest: Partial<Condition> = {}): Condition {
  return { ...EMPTY, kind, ...rest };
}

/** What the server understood, for the form: always a group at the top. */
export function fromWire(wire: Wire): Condition {
  const found = conditionOf(wire);
  return found.kind === "and" || found.kind === "or" ? found : made("and", { conditions: [found] });
}

function conditionOf({ kind, is_incoming, conditions, ...same }: Wire): Condition {
  return { ...same, kind: kind as Kind, isIncoming: is_incoming, conditions: conditions.map(conditionOf) };
}

/** The text of a condition; groups of one are that one, empty groups are nothing. */
export function spelt(condition: Condition): string {
  return SPELT[condition.kind](condition);
}

const SPELT: Record<Kind, (condition: Condition) => string> = {
  and: group,
  or: group,
  not: ({ conditions: [inner] }) => (inner && saysSomething(inner) ? `not ${bracketed(inner)}` : ""),
  class: ({ name }) => `class is ${name}`,
  text: ({ values }) => quoted(values[0] ?? ""),
  relationship: ({ name, isIncoming, conditions: [inner] }) =>
    `${isIncoming ? "incoming " : ""}${name} ${inner && saysSomething(inner) ? `(${spelt(inner)})` : "exists"}`,
  comparison,
};

function group({ kind, conditions }: Condition): string {
  const parts = conditions.filter(saysSomething);
  return parts.map((part) => (parts.length > 1 ? bracketed(part) : spelt(part))).join(` ${kind} `);
}

function comparison({ name, operator, values }: Condition): string {
  if (values.length === 0) return `${name} ${operator}`;
  if (LISTS.includes(operator)) return `${name} ${operator} (${values.map(valueText).join(", ")})`;
  return `${name} ${operator} ${operator.endsWith("than") ? (values[0] ?? "") : valueText(values[0] ?? "")}`;
}

function saysSomething(condition: Condition): boolean {
  return spelt(condition) !== "";
}

function bracketed(condition: Condition): string {
  const isSeveral = condition.kind === "and" || condition.kind === "or";
  return isSeveral && condition.conditions.filter(saysSomething).length > 1 ? `(${spelt(condition)})` : spelt(condition);
}

function valueText(text: string): string {
  return PLAIN.test(text) && !KEYWORDS.includes(text.toLowerCase()) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
}

/** The tree with the condition at a path replaced, or without it. */
export function replaced(tree: Condition, path: Path, by: Condition | null): Condition {
  const [index, ...rest] = path;
  if (index === undefined) return by ?? made("and");
  const before = tree.conditions[index];
  if (before === undefined) return tree;
  const after = rest.length === 0 ? by : replaced(before, rest, by);
  const kept = after === null ? tree.conditions.toSpliced(index, 1) : tree.conditions.with(index, after);
  return { ...tree, conditions: kept };
}

/** The tree with one more condition in the group at a path. */
export function added(tree: Condition, path: Path, condition: Condition): Condition {
  const group = path.reduce<Condition | undefined>((found, index) => found?.conditions[index], tree);
  if (group === undefined) return tree;
  return replaced(tree, path, { ...group, conditions: [...group.conditions, condition] });
}

/** A condition and whether it is denied: `not` is a switch of the row, not a row. */
export function denied(condition: Condition): [Condition, boolean] {
  const inner = condition.kind === "not" ? condition.conditions[0] : undefined;
  return inner ? [inner, true] : [condition, false];
}

export function deny(condition: Condition, isDenied: boolean): Condition {
  return isDenied ? made("not", { conditions: [condition] }) : condition;
}
