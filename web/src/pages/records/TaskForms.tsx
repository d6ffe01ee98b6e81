import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { readRecord, type RecordDetail, type RecordWay } from "../../api/records";
import { addTask, changeTask, type RecordTask, type TaskValues } from "../../api/tasks";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { Conflicts } from "../edit/Conflicts";
import edit from "../edit/edit.module.css";
import { localTime, utcTime } from "./rows";
import { useMergedSaving } from "./useMergedSaving";

const NOTHING: TaskValues = { title: "", assignee: "", team: "", due: "", holds: "" };

interface FieldsProps {
  values: TaskValues;
  change: (values: TaskValues) => void;
  holds: readonly RecordWay[];
}

function MoreFields({ values, change, holds }: FieldsProps) {
  return (
    <>
      <TextInput label={t("For")} description={t("The name of an account.")} maxLength={200} value={values.assignee} onChange={({ currentTarget }) => { change({ ...values, assignee: currentTarget.value }); }} />
      <TextInput label={t("For the team")} description={t("Whose members do it while nobody is named.")} maxLength={200} value={values.team} onChange={({ currentTarget }) => { change({ ...values, team: currentTarget.value }); }} />
      <TextInput label={t("Due")} type="datetime-local" value={localTime(values.due)} onChange={({ currentTarget }) => { change({ ...values, due: utcTime(currentTarget.value) }); }} />
      <NativeSelect
        label={t("Has to be done before")} value={values.holds} data={[{ value: "", label: t("nothing waits for it") }, ...holds.map(({ name, label }) => ({ value: name, label }))]}
        onChange={({ currentTarget }) => { change({ ...values, holds: currentTarget.value }); }}
      />
    </>
  );
}

interface Props {
  record: RecordDetail;
  holds: readonly RecordWay[];
  changed: (record: RecordDetail) => void;
}

/** A task in one line; what else is to be said of it is asked on request. */
export function AddTask({ record, holds, changed }: Props) {
  const [values, setValues] = useState(NOTHING);
  const [isLong, setLong] = useState(false);
  const adding = useMutation({
    mutationFn: () => addTask(record, values),
    onSuccess: (after) => {
      setValues(NOTHING);
      setLong(false);
      changed(after);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <form className={edit.form} aria-label={t("Add a task")} onSubmit={submit}>
      <TextInput label={t("Another task")} required maxLength={200} value={values.title} onChange={({ currentTarget }) => { setValues({ ...values, title: currentTarget.value }); }} />
      <div><Button size="compact-sm" variant="default" aria-expanded={isLong} onClick={() => { setLong(!isLong); }}>{t("For whom and when")}</Button></div>
      {isLong && <MoreFields values={values} change={setValues} holds={holds} />}
      <ErrorLine text={adding.error && described(adding.error)} />
      <div className={edit.actions}>
        <Button type="submit" loading={adding.isPending}>{t("Add the task")}</Button>
      </div>
    </form>
  );
}

const LABELS: Readonly<Record<keyof TaskValues, () => string>> = { title: () => t("Task"), assignee: () => t("For"), team: () => t("For the team"), due: () => t("Due"), holds: () => t("Has to be done before") };

function textsOf(record: RecordDetail, number: number): TaskValues {
  const task = record.tasks.find((one) => one.number === number);
  return task ? { title: task.title, assignee: task.assignee, team: task.team, due: task.due ?? "", holds: task.holds } : NOTHING;
}

/** Changes what is said of a task; what somebody else says of it meanwhile is kept, and shown where both said it. */
export function TaskDialog({ record, task: { number }, holds, changed, close }: Props & { task: RecordTask; close: () => void }) {
  const { texts, setTexts, conflicts, takeTheirs, saving } = useMergedSaving<RecordDetail>({
    kept: record,
    textsOf: (kept) => ({ ...textsOf(kept, number) }),
    read: () => readRecord(record.number),
    save: (base, said) => changeTask(base, number, { ...textsOf(base, number), ...said }),
    shown: (name, base, theirs, mine) => ({ base: wordOf(base, name), theirs: wordOf(theirs, name), mine, changed_at: null }),
    done: changed,
  });
  const wordOf = (kept: RecordDetail, name: string) => textsOf(kept, number)[name as keyof TaskValues];
  const values = { ...NOTHING, ...texts };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={t("Task {number} of {record}", { number, record: record.number })} close={close}>
      <form className={edit.form} onSubmit={submit}>
        {conflicts.length > 0 && <Conflicts conflicts={conflicts} labelOf={(name) => LABELS[name as keyof TaskValues]()} takeTheirs={takeTheirs} />}
        <TextInput label={t("Task")} required maxLength={200} value={values.title} data-autofocus onChange={({ currentTarget }) => { setTexts({ ...values, title: currentTarget.value }); }} />
        <MoreFields values={values} change={(said) => { setTexts({ ...said }); }} holds={holds} />
        <ErrorLine text={conflicts.length > 0 ? null : saving.error && described(saving.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{t("Save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
