/** What a column may mean, and mappings with one column meaning something else. */
import type { RelationFrom, SheetMapping, ValueFrom } from "../../api/imports";
import type { Schema } from "../../api/types";

type CIClass = Schema["classes"][number];

/** The classes that a row may be of. */
export function classesOf(schema: Schema): CIClass[] {
  return schema.classes.filter(({ is_abstract }) => !is_abstract).sort((a, b) => a.label.localeCompare(b.label));
}

/** Other CIs that a column can name by one value: type and class, and the attribute that identifies it. */
export function leadsOf(schema: Schema, ciClass: string): { value: string; label: string }[] {
  const source = schema.classes.find(({ name }) => name === ciClass);
  if (!source) return [];
  const lines = [source.name, ...source.parents];
  return schema.relationship_types
    .filter(({ sources }) => sources.some((name) => lines.includes(name)))
    .flatMap(({ name: type, targets }) =>
      classesOf(schema)
        .filter(({ name, parents }) => [name, ...parents].some((one) => targets.includes(one)))
        .flatMap(({ name, label, identification }) => {
          const attribute = identification.find((rule) => /^\w+$/.test(rule));
          return attribute === undefined ? [] : [{ value: `${type}|${name}|${attribute}`, label: `${type} ${label} (${attribute})` }];
        }),
    );
}

/** What a column means now: an attribute, `type|class|attribute`, "" for nothing, or null where it is part of more. */
export function meaningOf(sheet: SheetMapping, column: string): string | null {
  const own = sheet.attributes?.find((entry) => entry.column === column);
  if (own) return own.attribute;
  for (const { type, target } of sheet.relations ?? []) {
    if (target.attributes?.some((entry) => entry.column === column)) {
      return target.within ? null : `${type}|${target.ci_class}|${target.attributes[0]?.attribute ?? ""}`;
    }
    if (columnsOf(target.within).includes(column)) return null;
  }
  return sheet.class_column === column ? null : "";
}

/** The mapping with a column that means something else. */
export function withMeaning(sheet: SheetMapping, column: string, meaning: string): SheetMapping {
  const attributes = (sheet.attributes ?? []).filter((entry) => entry.column !== column && entry.attribute !== meaning);
  const relations = (sheet.relations ?? []).filter(({ target }) => !columnsOf(target).includes(column));
  if (meaning === "") return { ...sheet, attributes, relations };
  const [type, ciClass, attribute] = meaning.split("|");
  if (type !== undefined && ciClass !== undefined && attribute !== undefined) {
    const target = { ci_class: ciClass, attributes: [valueFrom(attribute, column)] };
    return { ...sheet, attributes, relations: [...relations, { type, target, creates: false }] };
  }
  return { ...sheet, attributes: [...attributes, valueFrom(meaning, column)], relations };
}

/** The mapping with the answer to what a column's dates or numbers look like. */
export function withFormat(sheet: SheetMapping, column: string, format: string): SheetMapping {
  const answered = (entries: SheetMapping["attributes"]) =>
    entries?.map((entry) => (entry.column === column ? { ...entry, format } : entry));
  return {
    ...sheet,
    attributes: answered(sheet.attributes),
    relations: sheet.relations?.map((relation) => ({ ...relation, target: inTarget(relation.target, answered) })),
  };
}

function valueFrom(attribute: string, column: string): ValueFrom {
  return { attribute, column, constant: "", format: "" };
}

type Target = RelationFrom["target"];

function inTarget(target: Target, change: (entries: Target["attributes"]) => Target["attributes"]): Target {
  const within = target.within ? inTarget(target.within, change) : target.within;
  return { ...target, attributes: change(target.attributes), within };
}

/** All columns that name a target or its owners. */
export function columnsOf(target: Target | null | undefined): string[] {
  if (!target) return [];
  return [...(target.attributes ?? []).map(({ column }) => column), ...columnsOf(target.within)].filter(Boolean);
}
