/** What a column may mean, and mappings with one column meaning something else. */
import type { RelationFrom, SheetMapping } from "../../api/imports";
import type { Schema } from "../../api/types";
import { chainOf, leadsFrom, type Target, valueFrom } from "./sources";

/** Other CIs that a column can name by one value: type and class, and the attribute that identifies it. */
export function leadsOf(schema: Schema, ciClass: string): { value: string; label: string }[] {
  return leadsFrom(schema, ciClass).flatMap(({ type, target: { name, label, rules, owner_types } }) => {
    const attribute = rules.find((rule) => rule.length === 1)?.[0];
    if (attribute === undefined || owner_types.length > 0) return [];
    return [{ value: `${type}|${name}|${attribute}`, label: `${type} ${label} (${attribute})` }];
  });
}

/** What a column means now: an attribute, `type|class|attribute`, "" for nothing, or null where it is part of more. */
export function meaningOf(sheet: SheetMapping, column: string): string | null {
  const own = sheet.attributes?.find((entry) => entry.column === column);
  if (own) return own.attribute;
  const relation = sheet.relations?.find(({ target }) => columnsOf(target).includes(column));
  if (relation) return simpleLead(relation);
  if (sheet.relations?.some(({ attributes }) => attributes?.some((entry) => entry.column === column))) return null;
  return sheet.class_column === column ? null : "";
}

/** `type|class|attribute` of a relationship that one column names. */
function simpleLead({ type, target }: RelationFrom): string | null {
  const attributes = target.attributes ?? [];
  return target.within || attributes.length > 1 ? null : `${type}|${target.ci_class}|${attributes[0]?.attribute ?? ""}`;
}

/** The mapping with a column that means something else. */
export function withMeaning(sheet: SheetMapping, column: string, meaning: string): SheetMapping {
  const attributes = (sheet.attributes ?? []).filter((entry) => entry.column !== column && entry.attribute !== meaning);
  const relations = (sheet.relations ?? []).filter(({ target }) => !columnsOf(target).includes(column))
    .map((relation) => ({ ...relation, attributes: (relation.attributes ?? []).filter((entry) => entry.column !== column) }));
  if (meaning === "") return { ...sheet, attributes, relations };
  const [type, ciClass, attribute] = meaning.split("|");
  if (type !== undefined && ciClass !== undefined && attribute !== undefined) {
    const target = { ci_class: ciClass, attributes: [valueFrom(attribute, column)] };
    return { ...sheet, attributes, relations: [...relations, { type, target, creates: false }] };
  }
  const constant = sheet.attributes?.find((entry) => entry.attribute === meaning && !entry.column);
  return { ...sheet, attributes: [...attributes, { ...(constant ?? valueFrom(meaning, "")), column }], relations };
}

/** The mapping with the answer to what a column's dates or numbers look like. */
export function withFormat(sheet: SheetMapping, column: string, format: string): SheetMapping {
  const answered = (entries: SheetMapping["attributes"]) =>
    entries?.map((entry) => (entry.column === column ? { ...entry, format } : entry));
  return {
    ...sheet,
    attributes: answered(sheet.attributes),
    relations: sheet.relations?.map((relation) => ({ ...relation, attributes: answered(relation.attributes), target: inTarget(relation.target, answered) })),
  };
}

/** What a column's dates or numbers look like as far as it is said: "" where it is not. */
export function formatOf(sheet: SheetMapping, column: string): string {
  const named = (sheet.relations ?? []).flatMap(({ target, attributes }) => [...(attributes ?? []), ...chainOf(target).flatMap((step) => step.attributes ?? [])]);
  return [...(sheet.attributes ?? []), ...named].find((entry) => entry.column === column)?.format ?? "";
}

function inTarget(target: Target, change: (entries: Target["attributes"]) => Target["attributes"]): Target {
  const within = target.within ? inTarget(target.within, change) : target.within;
  return { ...target, attributes: change(target.attributes), within };
}

/** All columns that name a target or its owners. */
export function columnsOf(target: Target | null | undefined): string[] {
  return chainOf(target).flatMap(({ attributes }) => (attributes ?? []).map(({ column }) => column)).filter(Boolean);
}
