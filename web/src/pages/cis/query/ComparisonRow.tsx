import { NativeSelect, TextInput } from "@mantine/core";

import type { QueryField, Schema } from "../../../api/types";
import { t } from "../../../locales/i18n";
import classes from "./Query.module.css";
import { type Condition, made } from "./tree";
import { ValueField } from "./ValueField";

interface Props {
  condition: Condition;
  set: (condition: Condition) => void;
  fields: readonly QueryField[];
  schema: Schema;
}

const NO_VALUE = ["exists", "missing"];
const TEXT = "anywhere";

/** A field, an operator and a value; the class and the free text look like fields here. */
export function ComparisonRow({ condition, set, fields, schema }: Props) {
  if (condition.kind === "class") return <ClassRow condition={condition} set={set} schema={schema} />;
  const isText = condition.kind === "text";
  const field = fields.find(({ name }) => name === condition.name);
  const value = condition.values.join(", ");
  const choose = (name: string) => { set(name === TEXT ? made("text", { values: [value] }) : compared(fields, name, condition)); };
  return (
    <>
      <NativeSelect
        size="xs" className={classes.field ?? ""} aria-label={t("Field")} title={field?.doc} value={isText ? TEXT : condition.name}
        data={[{ value: TEXT, label: t("Anywhere in identifying attributes") }, ...fields.map(({ name, label }) => ({ value: name, label }))]}
        onChange={(event) => { choose(event.currentTarget.value); }}
      />
      {isText && (
        <TextInput
          size="xs" className={classes.value ?? ""} aria-label={t("Text")} value={value}
          onChange={(event) => { set({ ...condition, values: [event.currentTarget.value] }); }}
        />
      )}
      {field && !isText && <Operator field={field} condition={condition} set={set} />}
      {field && !isText && !NO_VALUE.includes(condition.operator) && <ValueField field={field} condition={condition} set={set} />}
    </>
  );
}

function Operator({ field, condition, set }: { field: QueryField; condition: Condition; set: (condition: Condition) => void }) {
  return (
    <NativeSelect
      size="xs" className={classes.operator ?? ""} aria-label={t("Operator")} value={condition.operator}
      data={field.operators.filter((one) => !one.startsWith("is"))}
      onChange={(event) => {
        const operator = event.currentTarget.value;
        const kept = condition.values.length > 0 ? condition.values : [""];
        set({ ...condition, operator, values: NO_VALUE.includes(operator) ? [] : operator.endsWith("in") ? kept : kept.slice(0, 1) });
      }}
    />
  );
}

function ClassRow({ condition, set, schema }: Omit<Props, "fields">) {
  return (
    <>
      <span style={{ alignSelf: "center" }}>{t("Class is")}</span>
      <NativeSelect
        size="xs" className={classes.field ?? ""} aria-label={t("Class")} value={condition.name}
        data={schema.classes.map(({ name, label }) => ({ value: name, label }))}
        onChange={(event) => { set({ ...condition, name: event.currentTarget.value }); }}
      />
    </>
  );
}

/** The condition about another field, with an operator that it has. */
function compared(fields: readonly QueryField[], name: string, before: Condition): Condition {
  const operators = fields.find((field) => field.name === name)?.operators ?? [];
  const usual = operators.find((one) => !one.startsWith("is")) ?? "=";
  const operator = operators.includes(before.operator) ? before.operator : usual;
  const first = operator.endsWith("than") ? "7 days" : (before.values[0] ?? "");
  return made("comparison", { name, operator, values: NO_VALUE.includes(operator) ? [] : [first] });
}
