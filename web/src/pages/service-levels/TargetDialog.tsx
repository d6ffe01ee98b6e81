import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import type { RecordType } from "../../api/records";
import type { Calendar, Target } from "../../api/serviceLevels";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { ErrorLine } from "../administration/Result";
import changes from "../changes/changes.module.css";
import edit from "../edit/edit.module.css";
import { typeNamed } from "../records/words";

const NEW: Target = { name: "", type: "incident", kind: "resolution", minutes: 240, calendar: "", priorities: [], services: [], pauses_in: [] };
const PRIORITIES = [1, 2, 3, 4, 5];

interface Props {
  /** The target that is edited, null for a new one. */
  target: Target | null;
  calendars: readonly Calendar[];
  types: readonly RecordType[];
  wrong: string | null;
  isSaving: boolean;
  close: () => void;
  save: (target: Target) => void;
}

/** What is agreed on for records of a type. */
export function TargetDialog({ target, calendars, types, wrong, isSaving, close, save }: Props) {
  const [said, setSaid] = useState<Target>(target ?? NEW);
  const set = (patch: Partial<Target>) => { setSaid({ ...said, ...patch }); };
  const send = (event: SubmitEvent) => { event.preventDefault(); save(said); };
  const states = typeNamed(types, said.type)?.states.filter(({ is_open: isOpen }) => isOpen) ?? [];
  const served = said.services;
  return (
    <Dialog title={target === null ? t("Add a target") : t("Edit {name}", { name: target.name })} close={close} isWide>
      <form className={edit.form} onSubmit={send}>
        <TextInput label={t("Name")} required maxLength={100} data-autofocus value={said.name} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
        <NativeSelect label={t("Of")} value={said.type} data={types.filter((kind) => kind.has_impact).map(({ name, plural }) => ({ value: name, label: plural }))} onChange={({ currentTarget }) => { set({ type: currentTarget.value, pauses_in: [] }); }} />
        <NativeSelect label={t("They have to be")} value={said.kind} data={[{ value: "response", label: t("taken up") }, { value: "resolution", label: t("resolved") }]} onChange={({ currentTarget }) => { set({ kind: currentTarget.value === "response" ? "response" : "resolution" }); }} />
        <NumberInput label={t("Within minutes")} required min={1} max={527_040} allowDecimal={false} value={said.minutes} onChange={(minutes) => { set({ minutes: Number(minutes) }); }} />
        <NativeSelect label={t("That count in")} value={said.calendar} data={[{ value: "", label: t("round the clock") }, ...calendars.map(({ name }) => name)]} onChange={({ currentTarget }) => { set({ calendar: currentTarget.value }); }} />
        <Boxes title={t("Only for priority")} all={PRIORITIES.map((one) => [one, String(one)])} chosen={said.priorities} choose={(priorities) => { set({ priorities: [...priorities].sort() }); }} />
        <Boxes title={t("The clock stands while it is")} all={states.map(({ name, label }) => [name, label])} chosen={said.pauses_in} choose={(pauses) => { set({ pauses_in: pauses }); }} />
        {served.length > 0 && <p className="dim">{t("It holds for {count} services; `cmdb sla set` says which.", { count: served.length })}</p>}
        <ErrorLine text={wrong} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={isSaving}>{t("Save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface BoxesProps<Value> {
  title: string;
  all: readonly (readonly [value: Value, label: string])[];
  chosen: readonly Value[];
  choose: (chosen: Value[]) => void;
}

/** Some of several; none means any. */
function Boxes<Value extends string | number>({ title, all, chosen, choose }: BoxesProps<Value>) {
  return (
    <fieldset className={changes.rows}>
      <legend>{title}</legend>
      {all.map(([value, label]) => (
        <Checkbox key={value} label={label} checked={chosen.includes(value)} onChange={({ currentTarget }) => { choose(currentTarget.checked ? [...chosen, value] : chosen.filter((other) => other !== value)); }} />
      ))}
    </fieldset>
  );
}
