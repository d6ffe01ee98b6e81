import { Button, CloseButton, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";

import type { RecordField, RecordType } from "../../api/records";
import { keepTemplate, type PlannedTask, type Template } from "../../api/templates";
import { Dialog } from "../../components/Dialog";
import { Ticks } from "../../components/Ticks";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { FieldInput } from "../records/FieldInput";
import { ActionsInput } from "../records/RowsInput";
import { Pick } from "../scenarios/Adding";
import { type Draft, fieldsOf, sayable, useDraft, without, wordsOf } from "./draft";

const NO_TASK: PlannedTask = { title: "", assignee: "", team: "", holds: "", due_days: null };

interface Props {
  /** The template that is edited, null for a new one. */
  template: Template | null;
  /** The types that whoever asks keeps templates of. */
  kinds: readonly RecordType[];
  close: () => void;
  done: (kept: Template) => void;
}

/** What records from a template begin with, and what has to be said of them. */
export function TemplateDialog({ template, kinds, close, done }: Props) {
  const [draft, set] = useDraft(template, kinds[0]?.name ?? "");
  const kind = kinds.find(({ name }) => name === draft.type);
  const fields = fieldsOf(kind);
  const keeping = useMutation({ mutationFn: () => keepTemplate(wordsOf(draft, fields), template), onSuccess: done });
  const submit = (event: SubmitEvent) => { event.preventDefault(); keeping.mutate(); };
  const words = Object.fromEntries(sayable(fields).map(({ name, label }) => [name, label]));
  return (
    <Dialog title={template ? t("Edit {name}", { name: template.name }) : t("New template")} close={close} isWide>
      <form className={edit.form} onSubmit={submit}>
        {template === null && <NativeSelect label={t("Of")} data-autofocus value={draft.type} data={kinds.map(({ name, label }) => ({ value: name, label }))} onChange={({ currentTarget }) => { set({ type: currentTarget.value }); }} />}
        <TextInput label={t("Name of the template")} required maxLength={200} data-autofocus={template !== null || undefined} value={draft.name} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
        <Textarea label={t("When it is to be used")} maxLength={1000} autosize value={draft.help} onChange={({ currentTarget }) => { set({ help: currentTarget.value }); }} />
        <Begins draft={draft} fields={fields} set={set} />
        <Tasks tasks={draft.tasks} kind={kind} change={(tasks) => { set({ tasks }); }} />
        <Ticks legend={t("What has to be said of each")} values={Object.keys(words)} chosen={draft.needs} word={(name) => words[name] ?? name} change={(needs) => { set({ needs }); }} />
        <ErrorLine text={keeping.error && described(keeping.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={keeping.isPending}>{t("Keep it")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface BeginsProps {
  draft: Draft;
  fields: readonly RecordField[];
  set: (patch: Partial<Draft>) => void;
}

/** The values and CIs that records begin with. */
function Begins({ draft, fields, set }: BeginsProps) {
  const { values, cis } = draft;
  const say = (name: string) => (value: string) => { set({ values: { ...values, [name]: value } }); };
  return (
    <>
      <h3>{t("What records from it begin with")}</h3>
      {fields.filter(({ is_of_affected }) => !is_of_affected).map((field) => <FieldInput key={field.name} field={{ ...field, is_required: false }} value={values[field.name] ?? ""} change={say(field.name)} />)}
      {cis.length > 0 && (
        <ul>{cis.map(([uid, name]) => <li key={uid}>{name} <CloseButton size={24} style={{ display: "inline-block", verticalAlign: "middle" }} aria-label={t("Leave out {name}", { name })} onClick={() => { set(without(draft, uid, fields)); }} /></li>)}</ul>
      )}
      <Pick label={t("A CI or service that they affect")} chosen="" choose={(uid, name) => { set({ cis: [...cis.filter(([other]) => other !== uid), [uid, name]] }); }} />
      {fields.filter(({ is_of_affected }) => is_of_affected).map((field) => <ActionsInput key={field.name} field={field} value={values[field.name] ?? ""} affects={cis} change={say(field.name)} />)}
    </>
  );
}

interface TasksProps {
  tasks: readonly PlannedTask[];
  kind: RecordType | undefined;
  change: (tasks: readonly PlannedTask[]) => void;
}

/** What is to be done for each record from it. */
function Tasks({ tasks, kind, change }: TasksProps) {
  const ways = kind?.held_by_tasks ?? [];
  const holds = [{ value: "", label: t("nothing waits for it") }, ...ways.map(({ name, label }) => ({ value: name, label }))];
  return (
    <>
      <h3>{t("Tasks")}</h3>
      {tasks.map((task, turn) => {
        const set = (patch: Partial<PlannedTask>) => { change(tasks.map((one, at) => (at === turn ? { ...one, ...patch } : one))); };
        const number = turn + 1;
        return (
          <fieldset key={turn} className={edit.fields} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
            <legend>{t("Task {number}", { number })}</legend>
            <TextInput label={t("Title of task {number}", { number })} required maxLength={200} value={task.title} onChange={({ currentTarget }) => { set({ title: currentTarget.value }); }} />
            <TextInput label={t("For the team")} maxLength={200} value={task.team} onChange={({ currentTarget }) => { set({ team: currentTarget.value }); }} />
            <NumberInput label={t("Due after days")} min={0} max={3650} allowDecimal={false} value={task.due_days ?? ""} onChange={(days) => { set({ due_days: days === "" ? null : Number(days) }); }} />
            <NativeSelect label={t("Has to be done before")} value={task.holds} data={holds} onChange={({ currentTarget }) => { set({ holds: currentTarget.value }); }} />
            <div><Button size="compact-sm" variant="default" onClick={() => { change(tasks.filter((_, at) => at !== turn)); }}>{t("Leave out task {number}", { number })}</Button></div>
          </fieldset>
        );
      })}
      <div><Button size="compact-sm" variant="default" onClick={() => { change([...tasks, NO_TASK]); }}>{t("Another task")}</Button></div>
    </>
  );
}
