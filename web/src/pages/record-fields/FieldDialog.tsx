import { Button, Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import { CUSTOM_KINDS, CUSTOM_TYPES, type CustomField } from "../../api/recordFields";
import type { RecordType } from "../../api/records";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { ErrorLine } from "../administration/Result";
import changes from "../changes/changes.module.css";
import edit from "../edit/edit.module.css";
import { typeNamed } from "../records/words";
import { kindWord, nameFor } from "./words";

const NEW: CustomField = { type: "incident", name: "", label: "", kind: "line", help: "", choices: [], needed_in: [], on_opening: true, in_lists: false, is_active: true };

interface Props {
  /** The field that is edited, null for a new one. */
  field: CustomField | null;
  types: readonly RecordType[];
  wrong: string | null;
  isSaving: boolean;
  close: () => void;
  save: (field: CustomField) => void;
}

interface PartProps {
  said: CustomField;
  set: (patch: Partial<CustomField>) => void;
  isNew: boolean;
}

function Naming({ said, set, isNew, types }: PartProps & { types: readonly RecordType[] }) {
  const label = (text: string) => { set(isNew && said.name === nameFor(said.label) ? { label: text, name: nameFor(text) } : { label: text }); };
  const kind = (value: string) => { set({ kind: CUSTOM_KINDS.find((one) => one === value) ?? "line", choices: [] }); };
  return (
    <>
      <NativeSelect label={t("Of")} value={said.type} disabled={!isNew} data={CUSTOM_TYPES.map((name) => ({ value: name, label: typeNamed(types, name)?.plural ?? name }))} onChange={({ currentTarget }) => { set({ type: currentTarget.value, needed_in: [] }); }} />
      <TextInput label={t("Label")} required maxLength={60} data-autofocus value={said.label} onChange={({ currentTarget }) => { label(currentTarget.value); }} />
      <TextInput label={t("Name")} description={t("In commands, addresses and programs: x_ and letters, digits, _. It stays as it is.")} required maxLength={43} disabled={!isNew} value={said.name} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
      <NativeSelect label={t("It takes")} value={said.kind} disabled={!isNew} data={CUSTOM_KINDS.map((value) => ({ value, label: kindWord(value) }))} onChange={({ currentTarget }) => { kind(currentTarget.value); }} />
      <TextInput label={t("Help below it")} maxLength={200} value={said.help} onChange={({ currentTarget }) => { set({ help: currentTarget.value }); }} />
    </>
  );
}

function Use({ said, set, states }: Omit<PartProps, "isNew"> & { states: RecordType["states"] }) {
  const toggle = (name: string, isNeeded: boolean) => { set({ needed_in: isNeeded ? [...said.needed_in, name] : said.needed_in.filter((other) => other !== name) }); };
  return (
    <>
      <fieldset className={changes.rows}>
        <legend>{t("A record has a value before it is")}</legend>
        {states.map(({ name, label }) => <Checkbox key={name} label={label} checked={said.needed_in.includes(name)} onChange={({ currentTarget }) => { toggle(name, currentTarget.checked); }} />)}
      </fieldset>
      <Checkbox label={t("Ask whoever opens a record")} checked={said.on_opening} onChange={({ currentTarget }) => { set({ on_opening: currentTarget.checked }); }} />
      <Checkbox label={t("Show it in lists")} checked={said.in_lists} onChange={({ currentTarget }) => { set({ in_lists: currentTarget.checked }); }} />
    </>
  );
}

/** A new custom field, or other values for one there is. */
export function FieldDialog({ field, types, wrong, isSaving, close, save }: Props) {
  const [said, setSaid] = useState<CustomField>(field ?? NEW);
  const [choices, setChoices] = useState(said.choices.join("\n"));
  const set = (patch: Partial<CustomField>) => { setSaid({ ...said, ...patch }); };
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const listed = choices.split("\n").map((line) => line.trim()).filter((line) => line !== "");
    save({ ...said, choices: said.kind === "choice" ? listed : [] });
  };
  return (
    <Dialog title={field === null ? t("Add a field") : t("Edit {name}", { name: field.label })} close={close} isWide>
      <form className={edit.form} onSubmit={send}>
        <Naming said={said} set={set} isNew={field === null} types={types} />
        {said.kind === "choice" && <Textarea label={t("Choices, one on each line")} required autosize minRows={3} maxRows={12} value={choices} onChange={({ currentTarget }) => { setChoices(currentTarget.value); }} />}
        <Use said={said} set={set} states={typeNamed(types, said.type)?.states.slice(1) ?? []} />
        <ErrorLine text={wrong} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={isSaving}>{t("Save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
