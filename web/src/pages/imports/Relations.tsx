import { Button, NativeSelect } from "@mantine/core";

import type { ImportSheet, RelationFrom, SheetMapping, ValueFrom } from "../../api/imports";
import type { Schema } from "../../api/types";
import { t } from "../../locales/i18n";
import { AddChoice } from "./AddChoice";
import classes from "./mapping.module.css";
import { chainOf, classNamed, leadsFrom, namedBy, ownersOf, replaced, rowClass, type Target, targetOf, withStep } from "./sources";
import { ValueDetails, ValueField } from "./ValueDetails";

interface Context {
  sheet: ImportSheet;
  schema: Schema;
}

interface EntryProps extends Context {
  entry: ValueFrom;
  ciClass: string;
  change: (entry: ValueFrom) => void;
}

/** What names a CI: a column, or one value for all rows. */
function NamingValue({ sheet, schema, entry, ciClass, change }: EntryProps) {
  const spec = classNamed(schema, ciClass);
  const attribute = spec?.attributes.find(({ name }) => name === entry.attribute);
  const label = `${spec?.label ?? ciClass}: ${attribute?.label ?? entry.attribute}`;
  const values = sheet.columns.find(({ name }) => name === entry.column)?.values ?? [];
  return (
    <>
      <NativeSelect
        size="xs" label={label} value={entry.column}
        onChange={({ currentTarget }) => { change({ ...entry, column: currentTarget.value }); }}
        data={[{ value: "", label: t("the same for all rows") }, ...sheet.columns.map(({ name }) => name)]}
      />
      {entry.column ? (
        <ValueDetails entry={entry} attribute={attribute} values={values} change={change} />
      ) : (
        <ValueField
          label={t("{name} of all rows", { name: label })} attribute={attribute} value={entry.constant}
          change={(constant) => { change({ ...entry, constant }); }}
        />
      )}
    </>
  );
}

interface StepProps extends Context {
  step: Target;
  change: (step: Target) => void;
}

/** Within which owner a CI of a chain is. */
function OwnerChoice({ schema, step, change }: Omit<StepProps, "sheet">) {
  const owners = ownersOf(schema, step.ci_class);
  if (owners.length === 0) return null;
  return (
    <NativeSelect
      size="xs" label={t("{name} is part of", { name: labelOf(schema, step) })} value={step.within?.ci_class ?? ""}
      onChange={({ currentTarget: { value } }) => {
        const owner = owners.find(({ name }) => name === value);
        change({ ...step, within: owner ? targetOf(owner) : null });
      }}
      data={[{ value: "", label: t("choose") }, ...owners.map(({ name, label }) => ({ value: name, label }))]}
    />
  );
}

/** One CI of a chain: which rule names it, from which columns, and within which owner. */
function Step({ sheet, schema, step, change }: StepProps) {
  const entries = step.attributes ?? [];
  const given = entries.map(({ attribute }) => attribute).join(" + ");
  const declared = classNamed(schema, step.ci_class)?.rules ?? [];
  const rules = [...new Set([given, ...declared.map((rule) => rule.join(" + "))])];
  return (
    <div className={classes.fields}>
      {rules.length > 1 && (
        <NativeSelect
          size="xs" label={t("{name} named by", { name: labelOf(schema, step) })} value={given} data={rules}
          onChange={({ currentTarget }) => { change(namedBy(step, currentTarget.value.split(" + "))); }}
        />
      )}
      {entries.map((entry) => (
        <NamingValue
          key={entry.attribute} sheet={sheet} schema={schema} entry={entry} ciClass={step.ci_class}
          change={(changed) => { change({ ...step, attributes: replaced(entries, entry, changed) }); }}
        />
      ))}
      <OwnerChoice schema={schema} step={step} change={change} />
    </div>
  );
}

function labelOf(schema: Schema, { ci_class }: Target): string {
  return classNamed(schema, ci_class)?.label ?? ci_class;
}

interface RelationProps extends Context {
  relation: RelationFrom;
  change: (relation: RelationFrom | null) => void;
}

function Relation({ sheet, schema, relation, change }: RelationProps) {
  const { type, target } = relation;
  const label = labelOf(schema, target);
  return (
    <fieldset className={classes.group}>
      <legend>{type} → {label}</legend>
      {chainOf(target).map((step, depth) => (
        <Step
          key={`${step.ci_class}${String(depth)}`} sheet={sheet} schema={schema} step={step}
          change={(changed) => { change({ ...relation, target: withStep(target, depth, () => changed) }); }}
        />
      ))}
      <label>
        <input
          type="checkbox" checked={relation.creates} className={classes.check}
          onChange={({ target: { checked } }) => { change({ ...relation, creates: checked }); }}
        />{" "}
        {t("Create the {target} where it is not known", { target: label })}
      </label>
      <div>
        <Button variant="default" size="xs" aria-label={t("Leave out {name}", { name: `${type} ${label}` })} onClick={() => { change(null); }}>
          {t("Leave out")}
        </Button>
      </div>
    </fieldset>
  );
}

interface Props extends Context {
  mapping: SheetMapping;
  change: (mapping: SheetMapping) => void;
}

/** The other CIs that each row needs: named by columns or values, within their owners. */
export function Relations({ sheet, schema, mapping, change }: Props) {
  const relations = mapping.relations ?? [];
  const leads = leadsFrom(schema, rowClass(mapping));
  return (
    <div className={classes.part}>
      <h3>{t("Relationships")}</h3>
      {relations.map((relation, index) => (
        <Relation
          key={`${relation.type}${String(index)}`} sheet={sheet} schema={schema} relation={relation}
          change={(changed) => { change({ ...mapping, relations: replaced(relations, relation, changed) }); }}
        />
      ))}
      <AddChoice
        label={t("Relate all rows to another CI")} nothing={t("choose what they need")}
        choices={leads.map(({ type, target }) => ({ value: `${type} ${target.name}`, label: `${type} ${target.label}` }))}
        add={(value) => {
          const lead = leads.find(({ type, target }) => `${type} ${target.name}` === value);
          if (lead) change({ ...mapping, relations: [...relations, { type: lead.type, target: targetOf(lead.target), creates: false }] });
        }}
      />
    </div>
  );
}
