import { ActionIcon, Autocomplete, Checkbox, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";

import type { FieldError } from "../../api/problem";
import type { Rule, Schema } from "../../api/types";
import { t } from "../../locales/i18n";
import { Mistake } from "../cis/query/Mistake";
import classes from "../edit/edit.module.css";

const DAY = 86_400;

interface Props {
  rule: Rule;
  place: number;
  schema: Schema;
  error: string | null;
  /** What is wrong with the condition. */
  mistake: FieldError | null;
  change: (rule: Rule) => void;
  remove: () => void;
}

function namesOf(schema: Schema, ciClass: string): string[] {
  const fitting = schema.classes.filter(({ name, parents }) => ciClass === "" || name === ciClass || parents.includes(ciClass));
  return [...new Set(fitting.flatMap(({ attributes }) => attributes.map(({ name }) => name)))].sort();
}

/** One rule: whose word, for what, how much, and on which condition. */
export function RuleRow({ rule, place, schema, error, mistake, change, remove }: Props) {
  const names = namesOf(schema, rule.ci_class);
  const all = { value: "", label: t("all") };
  const number = place + 1;
  return (
    <fieldset className={classes.rule}>
      <legend>{t("Rule {number}", { number })}</legend>
      <Autocomplete
        size="xs" label={t("Source (kind or key)")} data={schema.data_sources.map(({ name }) => name)} value={rule.source}
        error={error} onChange={(source) => { change({ ...rule, source }); }}
      />
      <NumberInput
        size="xs" label={t("Priority")} min={0} max={1000} allowDecimal={false} hideControls value={rule.priority}
        onChange={(value) => { change({ ...rule, priority: Number(value) }); }}
      />
      <NativeSelect
        size="xs" label={t("Class")} value={rule.ci_class}
        data={[all, ...schema.classes.map(({ name, label }) => ({ value: name, label }))]}
        onChange={(event) => { change({ ...rule, ci_class: event.currentTarget.value }); }}
      />
      <NativeSelect
        size="xs" label={t("Attribute")} value={rule.attribute} data={[all, ...names.map((value) => ({ value, label: value }))]}
        onChange={(event) => { change({ ...rule, attribute: event.currentTarget.value }); }}
      />
      <NumberInput
        size="xs" label={t("At most so many days old (0: any)")} min={0} max={3660} hideControls value={rule.max_age_seconds / DAY}
        onChange={(value) => { change({ ...rule, max_age_seconds: Math.round(Number(value) * DAY) }); }}
      />
      <TextInput
        size="xs" label={t("Only where")} placeholder='server and os_name contains "debian"' value={rule.condition} maxLength={1000}
        title={t("A query about the class and the attributes of the CI")} error={mistake && <Mistake text={rule.condition} mistake={mistake} />}
        onChange={(event) => { change({ ...rule, condition: event.currentTarget.value }); }}
      />
      <TextInput
        size="xs" label={t("Note")} value={rule.note} maxLength={300}
        onChange={(event) => { change({ ...rule, note: event.currentTarget.value }); }}
      />
      <Checkbox
        size="sm" label={t("May empty the value")} checked={rule.allow_null} disabled={rule.attribute === ""}
        onChange={(event) => { change({ ...rule, allow_null: event.currentTarget.checked }); }}
      />
      <ActionIcon variant="default" size="lg" aria-label={t("Remove rule {number}", { number })} onClick={remove}><IconTrash size={16} /></ActionIcon>
    </fieldset>
  );
}
