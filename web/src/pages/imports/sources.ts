/** Where values come from, and mappings with one of them changed; what is wrong with a mapping the server says. */
import type { RelationFrom, SheetMapping, ValueFrom } from "../../api/imports";
import type { Schema } from "../../api/types";

export type CIClass = Schema["classes"][number];
export type Target = RelationFrom["target"];

export function valueFrom(attribute: string, column: string): ValueFrom {
  return { attribute, column, constant: "", values: {}, format: "" };
}

/** The classes that a row may be of. */
export function classesOf(schema: Schema): CIClass[] {
  return schema.classes.filter(({ is_abstract }) => !is_abstract).sort((a, b) => a.label.localeCompare(b.label));
}

export function classNamed(schema: Schema, name: string): CIClass | undefined {
  return schema.classes.find((one) => one.name === name);
}

/** The class whose attributes the columns of a sheet are offered: the one of the rows, else the first that they name. */
export function rowClass(sheet: SheetMapping): string {
  return sheet.ci_class || (Object.values(sheet.class_values ?? {})[0] ?? "");
}

/** The pairs of relationship type and class that rows of a class can lead to. */
export function leadsFrom(schema: Schema, ciClass: string): { type: string; target: CIClass }[] {
  return schema.relationship_types.flatMap((one) => reached(schema, ciClass, one).map((target) => ({ type: one.name, target })));
}

/** The classes that can own a CI of a class, none for one that stands alone. */
export function ownersOf(schema: Schema, ciClass: string): CIClass[] {
  const types = classNamed(schema, ciClass)?.owner_types ?? [];
  return schema.relationship_types.filter(({ name }) => types.includes(name)).flatMap((one) => reached(schema, ciClass, one));
}

function reached(schema: Schema, ciClass: string, { sources, targets }: Schema["relationship_types"][number]): CIClass[] {
  const lineOf = ({ name, parents }: CIClass) => [name, ...parents];
  const source = classNamed(schema, ciClass);
  if (!source || !sources.some((name) => lineOf(source).includes(name))) return [];
  return classesOf(schema).filter((one) => one.rules.length > 0 && lineOf(one).some((name) => targets.includes(name)));
}

/** A CI named by the attributes of one of its class's rules; what they came from before stays. */
export function namedBy(target: Target, attributes: readonly string[]): Target {
  const known = new Map((target.attributes ?? []).map((entry) => [entry.attribute, entry]));
  return { ...target, attributes: attributes.map((name) => known.get(name) ?? valueFrom(name, "")) };
}

/** A target of a class, named by the rule with the fewest attributes; where it is part of another CI that is open. */
export function targetOf(ciClass: CIClass): Target {
  const rules = [...ciClass.rules].sort((a, b) => a.length - b.length);
  return namedBy({ ci_class: ciClass.name, attributes: [], within: null }, rules[0] ?? []);
}

/** The target with one step of its chain changed: 0 is itself, 1 its owner and so on. */
export function withStep(target: Target, depth: number, change: (step: Target) => Target): Target {
  if (depth === 0) return change(target);
  return { ...target, within: target.within ? withStep(target.within, depth - 1, change) : target.within };
}

/** A target and its owners, outwards. */
export function chainOf(target: Target | null | undefined): Target[] {
  return target ? [target, ...chainOf(target.within)] : [];
}

/** The entries with one that is replaced, or left out. */
export function replaced<T>(entries: readonly T[] | undefined, old: T, changed: T | null): T[] {
  return (entries ?? []).flatMap((entry) => (entry === old ? (changed === null ? [] : [changed]) : [entry]));
}

/** What a text of the file means from now on; "" leaves it as it is. */
export function withMeant(values: Record<string, string> | undefined, text: string, meant: string): Record<string, string> {
  const others = Object.entries(values ?? {}).filter(([known]) => known !== text);
  return Object.fromEntries(meant === "" ? others : [...others, [text, meant]]);
}
