import { Button, NativeSelect } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";

import type { QueryField, Schema } from "../../../api/types";
import { t } from "../../../locales/i18n";
import { ComparisonRow } from "./ComparisonRow";
import { ConditionFrame } from "./ConditionFrame";
import classes from "./Query.module.css";
import { RelationshipRow } from "./RelationshipRow";
import { added, type Condition, denied, made, type Path, replaced } from "./tree";

export interface BuilderProps {
  path: Path;
  fields: readonly QueryField[];
  schema: Schema;
  /** The whole query, and what it becomes. */
  root: Condition;
  change: (root: Condition) => void;
}

interface Props extends BuilderProps {
  condition: Condition;
  legend: string;
}

/** Conditions of which all or any must hold. */
export function ConditionGroup({ condition, legend, ...builder }: Props) {
  const { path, root, change } = builder;
  const add = (one: Condition) => { change(added(root, path, one)); };
  return (
    <fieldset className={classes.group}>
      <legend className="dim">{legend}</legend>
      {condition.conditions.length > 1 && (
        <NativeSelect
          size="xs" className={classes.combined ?? ""} aria-label={t("How the conditions are combined")} value={condition.kind}
          data={[{ value: "and", label: t("All of these hold") }, { value: "or", label: t("Any of these holds") }]}
          onChange={(event) => {
            change(replaced(root, path, { ...condition, kind: event.currentTarget.value === "or" ? "or" : "and" }));
          }}
        />
      )}
      <ul className={classes.rows}>
        {condition.conditions.map((inner, index) => (
          // A condition has nothing but its place to be known by.
          <li key={index}><ConditionRow condition={inner} {...builder} path={[...path, index]} /></li>
        ))}
      </ul>
      <div className="row">
        <Add label={t("Condition")} add={() => { add(made("comparison", { name: "name", operator: "contains", values: [""] })); }} />
        <Add label={t("Class")} add={() => { add(made("class", { name: "server" })); }} />
        <Add label={t("Relationship")} add={() => { add(made("relationship", { name: "runs_on", conditions: [made("and")] })); }} />
        <Add label={t("Group")} add={() => { add(made("or")); }} />
      </div>
    </fieldset>
  );
}

function Add({ label, add }: { label: string; add: () => void }) {
  return (
    <Button size="compact-xs" h={24} variant="default" leftSection={<IconPlus size={13} />} onClick={add}>{label}</Button>
  );
}

function ConditionRow({ condition: whole, ...builder }: Omit<Props, "legend">) {
  const [condition, isDenied] = denied(whole);
  const inner = isDenied ? [...builder.path, 0] : builder.path;
  const set = (next: Condition) => { builder.change(replaced(builder.root, inner, next)); };
  return (
    <ConditionFrame whole={whole} {...builder}>
      {condition.kind === "relationship" && <RelationshipRow condition={condition} set={set} {...builder} path={inner} />}
      {(condition.kind === "and" || condition.kind === "or") && (
        <ConditionGroup condition={condition} {...builder} path={inner} legend={t("Group")} />
      )}
      {(condition.kind === "comparison" || condition.kind === "class" || condition.kind === "text") && (
        <ComparisonRow condition={condition} set={set} fields={builder.fields} schema={builder.schema} />
      )}
    </ConditionFrame>
  );
}
