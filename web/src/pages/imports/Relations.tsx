import { Button, NativeSelect } from "@mantine/core";

import type { ImportSheet, RelationFrom, SheetMapping, ValueFrom } from "../../api/imports";
import type { Schema } from "../../api/types";
import type { Attribute } from "../../components/schema";
import { t } from "../../locales/i18n";
import { AddChoice } from "./AddChoice";
import classes from "./mapping.module.css";
import { chainOf, classNamed, leadsFrom, namedBy, ownersOf, replaced, rowClass, type Target, targetOf, valueFrom, withStep } from "./sources";
import { ValueDetails, ValueField } from "./ValueDetails";

interface Context {
  sheet: ImportSheet;
  schema: Schema;
}

interface EntryProps {
  sheet: ImportSheet;
  entry: ValueFrom;
  /** Whose attribute it is: a class, or a relationship type. */
  of: { label: string; attributes: readonly Attribute[] };
  change: (entry: ValueFrom) => void;
}

/** Where a value comes from: a column, or one value for all rows. */
function NamingValue({ sheet, entry, of, change }: EntryProps) {
  const attribute = of.attributes.find(({ name }) => name === entry.attribute);
  const label = `${of.label}: ${attribute?.label ?? entry.attribute}`;
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
          key={entry.attribute} sheet={sheet} entry={entry}
          of={{ label: labelOf(schema, step), attributes: classNamed(schema, step.ci_class)?.attributes ?? [] }}
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

/** What is said of a relationship itself, as the rack unit of what stands in a rack. */
function Facts({ sheet, schema, relation, change }: RelationProps) {
  const attributes = schema.relationship_types.find(({ name }) => name === relation.type)?.attributes ?? [];
  const entries = relation.attributes ?? [];
  const free = attributes.filter(({ name }) => !entries.some((entry) => entry.attribute === name));
  if (attributes.length === 0) return null;
  return (
    <>
      {entries.map((entry) => (
        <div key={entry.attribute} className={classes.fields}>
          <NamingValue
            sheet={sheet} entry={entry} of={{ label: relation.type, attributes }}
            change={(changed) => { change({ ...relation, attributes: replaced(entries, entry, changed) }); }}
          />
          <Button
            variant="default" size="xs" style={{ justifySelf: "start" }} aria-label={t("Leave out {name}", { name: `${relation.type} ${entry.attribute}` })}
            onClick={() => { change({ ...relation, attributes: replaced(entries, entry, null) }); }}
          >
            {t("Leave out")}
          </Button>
        </div>
      ))}
      <AddChoice
        label={t("Say of {type}", { type: relation.type })} nothing={t("choose an attribute")}
        choices={free.map(({ name, label }) => ({ value: name, label }))}
        add={(name) => { change({ ...relation, attributes: [...entries, valueFrom(name, "")] }); }}
      />
    </>
  );
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
      <Facts sheet={sheet} schema={schema} relation={relation} change={change} />
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
