import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { changeRecords } from "../../api/recordInsight";
import type { RecordType } from "../../api/records";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { FieldInput } from "./FieldInput";

const OFFERED = [
  ...["assignee", "team", "urgency", "problem", "parent", "duplicate_of", "cause_ci"],
  ...["category", "holder", "site", "building", "room", "owner", "cost_centre", "supplier", "warranty_until", "contract", "kind", "ends_on"],
];

interface Props {
  kind: RecordType;
  numbers: readonly string[];
  /** What is offered first. */
  first?: string;
  /** What came of it, and which are left as they were. */
  done: (said: string, refused: readonly string[]) => void;
}

/** What each record has of its own. */
const NOT_IN_BULK = ["asset_tag", "serial_number", "repair_number"];

/** Sets one value of all records that are selected, or moves them all, with what the way asks for. */
export function BulkBar({ kind, numbers, first = "", done }: Props) {
  const fields = kind.fields.filter(({ name }) => OFFERED.includes(name));
  const [what, setWhat] = useState(first);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState("");
  const queries = useQueryClient();
  const field = fields.find(({ name }) => `set:${name}` === what);
  const way = kind.transitions.find(({ name }) => `move:${name}` === what);
  const asked = way ? [...way.needs, ...way.asks].filter((name) => !NOT_IN_BULK.includes(name)) : [];
  const shown = kind.fields.filter(({ name }) => name === field?.name || asked.includes(name));
  const running = useMutation({
    mutationFn: () => changeRecords([...numbers], field ? { [field.name]: values[field.name] ?? "" } : said(values), way?.name ?? "", reason),
    onSuccess: ({ items, done: count }) => {
      void queries.invalidateQueries({ queryKey: ["records"] });
      const refused = items.filter(({ is_done: isDone }) => !isDone);
      const told = refused.map(({ number, refusal }) => `${number}: ${refusal}`);
      done([t("{count} of {total} are done.", { count, total: items.length }), ...told].join(" "), refused.map(({ number }) => number));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    running.mutate();
  };
  const label = t("{count, plural, one {# is selected} other {# are selected}}", { count: numbers.length });
  return (
    <form className={`panel ${administration.filters ?? ""}`} aria-label={t("Change all that are selected")} onSubmit={submit}>
      <NativeSelect
        label={label} value={what} onChange={({ currentTarget }) => { setWhat(currentTarget.value); setValues({}); }}
        data={[
          { value: "", label: t("choose what to do") },
          { group: t("Set"), items: fields.map(({ name, label: word }) => ({ value: `set:${name}`, label: word })) },
          { group: t("Move"), items: kind.transitions.map(({ name, label: word }) => ({ value: `move:${name}`, label: word })) },
        ]}
      />
      {shown.map((one) => <FieldInput key={one.name} field={one} value={values[one.name] ?? ""} isNeeded={way?.needs.includes(one.name) ?? false} change={(value) => { setValues({ ...values, [one.name]: value }); }} />)}
      {way?.needs_reason && <TextInput label={t("Reason")} required maxLength={2000} value={reason} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />}
      <Button type="submit" disabled={what === ""} loading={running.isPending}>{t("Change them")}</Button>
      <ErrorLine text={running.error && described(running.error)} />
    </form>
  );
}

/** What is left empty stays as it is with each. */
function said(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
