import { Button, Textarea } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import { changeRecord, moveRecord, type RecordDetail, type RecordField, type RecordWay, type Values } from "../../api/records";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { Conflicts } from "../edit/Conflicts";
import edit from "../edit/edit.module.css";
import { FieldInput } from "./FieldInput";
import { useMerging } from "./useMerging";

interface FormProps {
  title: string;
  action: string;
  record: RecordDetail;
  fields: readonly RecordField[];
  needs: readonly string[];
  needsReason: boolean;
  /** Does it to the record as it was when the editing began. */
  run: (base: RecordDetail, values: Values, reason: string) => Promise<RecordDetail>;
  done: (record: RecordDetail) => void;
  close: () => void;
}

function Form({ title, action, record, fields, needs, needsReason, run, done, close }: FormProps) {
  const [reason, setReason] = useState("");
  const { texts: values, setTexts: setValues, conflicts, takeTheirs, saving: running } = useMerging(record, fields, (base, changed) => run(base, changed, reason), done);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    running.mutate();
  };
  return (
    <Dialog title={title} close={close} isWide>
      <form className={edit.form} onSubmit={submit}>
        {conflicts.length > 0 && <Conflicts conflicts={conflicts} takeTheirs={takeTheirs} labelOf={(name) => fields.find((field) => field.name === name)?.label ?? name} />}
        {fields.map((field, index) => (
          <FieldInput key={field.name} field={field} value={values[field.name] ?? ""} isNeeded={needs.includes(field.name)} hasFocus={index === 0} change={(value) => { setValues({ ...values, [field.name]: value }); }} />
        ))}
        {needsReason && <Textarea label={t("Reason")} required maxLength={2000} autosize minRows={2} value={reason} data-autofocus={fields.length === 0 || undefined} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />}
        <ErrorLine text={conflicts.length > 0 ? null : running.error && described(running.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={running.isPending}>{action}</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface Props {
  record: RecordDetail;
  fields: readonly RecordField[];
  done: (record: RecordDetail) => void;
  close: () => void;
}

/** Moves a record to another state, with what that needs. */
export function MoveDialog({ way, record, fields, ...rest }: Props & { way: RecordWay }) {
  const may = new Set(record.values.filter(({ may_change }) => may_change).map(({ field }) => field));
  return (
    <Form
      title={t("{action}: {number}", { action: way.label, number: record.number })} action={way.label} record={record} needs={way.needs} needsReason={way.needs_reason}
      fields={fields.filter(({ name }) => way.asks.includes(name) && may.has(name))}
      run={(base, values, reason) => moveRecord(base, way.name, values, reason)} {...rest}
    />
  );
}

/** Declares an incident major, or says that it no longer is, with who leads it. */
export function MajorDialog({ record, fields, ...rest }: Props) {
  const asked = ["major", "major_reason", "commander", "technical_lead", "communicator", "next_update_at"];
  return (
    <Form
      title={t("Major incident: {number}", { number: record.number })} action={t("Save")} record={record} needs={["major", "major_reason"]} needsReason={false}
      fields={fields.filter(({ name }) => asked.includes(name))} run={changeRecord} {...rest}
    />
  );
}

/** Changes the values that somebody may change. */
export function EditDialog({ record, fields, ...rest }: Props) {
  const may = new Set(record.values.filter(({ may_change }) => may_change).map(({ field }) => field));
  return (
    <Form
      title={t("Edit {name}", { name: record.number })} action={t("Save")} record={record} needs={[]} needsReason={false}
      fields={fields.filter(({ name, is_of_affected }) => may.has(name) && !is_of_affected)} run={changeRecord} {...rest}
    />
  );
}
