import { NativeSelect } from "@mantine/core";

import { t } from "../../../locales/i18n";
import { type BuilderProps, ConditionGroup } from "./ConditionGroup";
import classes from "./Query.module.css";
import { type Condition, made } from "./tree";

interface Props extends BuilderProps {
  condition: Condition;
  set: (condition: Condition) => void;
}

/** A relationship in one direction, to something that meets conditions of its own. */
export function RelationshipRow({ condition, set, ...builder }: Props) {
  const inner = condition.conditions[0];
  // What it leads to is shown as a group even where it is one condition, so that others can join it.
  const group = inner === undefined || !["and", "or"].includes(inner.kind)
    ? made("and", { conditions: inner ? [inner] : [] }) : inner;
  const change = (root: Condition) => { set({ ...condition, conditions: root.conditions }); };
  const types = builder.schema.relationship_types.map(({ name, doc }) => ({ value: name.toLowerCase(), label: words(name), doc }));
  return (
    <>
      <NativeSelect
        size="xs" className={classes.operator ?? ""} aria-label={t("Direction")} value={condition.isIncoming ? "in" : "out"}
        data={[{ value: "out", label: t("leads to") }, { value: "in", label: t("comes from") }]}
        onChange={(event) => { set({ ...condition, isIncoming: event.currentTarget.value === "in" }); }}
      />
      <NativeSelect
        size="xs" className={classes.field ?? ""} aria-label={t("Relationship")} value={condition.name} data={types}
        title={types.find(({ value }) => value === condition.name)?.doc}
        onChange={(event) => { set({ ...condition, name: event.currentTarget.value }); }}
      />
      <ConditionGroup
        condition={group} {...builder} path={[0]} root={{ ...condition, conditions: [group] }} change={change}
        legend={condition.isIncoming ? t("something that meets") : t("what it leads to meets")}
      />
    </>
  );
}

function words(name: string): string {
  return name.toLowerCase().replaceAll("_", " ");
}
