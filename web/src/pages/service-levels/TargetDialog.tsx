import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import type { RecordType } from "../../api/records";
import type { Levels, Target } from "../../api/serviceLevels";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import changes from "../changes/changes.module.css";
import { ForServices, type Named } from "../changes/ForServices";
import { Conflicts } from "../edit/Conflicts";
import edit from "../edit/edit.module.css";
import { typeNamed } from "../records/words";
import { TARGETS } from "./entries";
import { useEntry } from "./useEntry";

const NEW: Target = { name: "", type: "incident", kind: "resolution", minutes: 240, calendar: "", priorities: [], services: [], pauses_in: [] };
const PRIORITIES = [1, 2, 3, 4, 5];

interface Props {
  /** The target that is edited, null for a new one. */
  target: Target | null;
  levels: Levels;
  types: readonly RecordType[];
  close: () => void;
  saved: (after: Levels) => void;
}

/** What is agreed on for records of a type, and for which services. */
export function TargetDialog({ target, levels, types, close, saved }: Props) {
  const { base, texts, setTexts, conflicts, takeTheirs, saving } = useEntry({
    levels, old: target, fresh: NEW, spelling: TARGETS, editOf: (old, now) => ({ of: "targets", old, now }), listOf: (kept) => kept.targets, done: saved,
  });
  const [picked, setPicked] = useState<Levels["names"]>({});
  const said = TARGETS.read(texts);
  const names: Partial<Levels["names"]> = { ...base.names, ...picked };
  const set = (patch: Partial<Target>) => { setTexts(TARGETS.write({ ...said, ...patch })); };
  const setServices = (services: Named) => { setPicked({ ...picked, ...Object.fromEntries(services) }); set({ services: services.map(([uid]) => uid) }); };
  const send = (event: SubmitEvent) => { event.preventDefault(); saving.mutate(); };
  const states = typeNamed(types, said.type)?.states.filter(({ is_open: isOpen }) => isOpen) ?? [];
  return (
    <Dialog title={target === null ? t("Add a target") : t("Edit {name}", { name: target.name })} close={close} isWide>
      <form className={edit.form} onSubmit={send}>
        {conflicts.length > 0 && <Conflicts conflicts={conflicts} labelOf={TARGETS.labelOf} takeTheirs={takeTheirs} />}
        <TextInput label={t("Name")} required maxLength={100} data-autofocus value={said.name} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
        <NativeSelect label={t("Of")} value={said.type} data={types.filter((kind) => kind.has_impact).map(({ name, plural }) => ({ value: name, label: plural }))} onChange={({ currentTarget }) => { set({ type: currentTarget.value, pauses_in: [] }); }} />
        <NativeSelect label={t("They have to be")} value={said.kind} data={[{ value: "response", label: t("taken up") }, { value: "resolution", label: t("resolved") }]} onChange={({ currentTarget }) => { set({ kind: currentTarget.value === "response" ? "response" : "resolution" }); }} />
        <NumberInput label={t("Within minutes")} required min={1} max={527_040} allowDecimal={false} value={said.minutes} onChange={(minutes) => { set({ minutes: Number(minutes) }); }} />
        <NativeSelect label={t("That count in")} value={said.calendar} data={[{ value: "", label: t("round the clock") }, ...base.calendars.map(({ name }) => name)]} onChange={({ currentTarget }) => { set({ calendar: currentTarget.value }); }} />
        <Boxes title={t("Only for priority")} all={PRIORITIES.map((one) => [one, String(one)])} chosen={said.priorities} choose={(priorities) => { set({ priorities: [...priorities].sort() }); }} />
        <ForServices services={said.services.map((uid) => [uid, names[uid] ?? uid] as const)} set={setServices} />
        <Boxes title={t("The clock stands while it is")} all={states.map(({ name, label }) => [name, label])} chosen={said.pauses_in} choose={(pauses) => { set({ pauses_in: pauses }); }} />
        <ErrorLine text={conflicts.length > 0 ? null : saving.error && described(saving.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{t("Save")}</Button>
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
