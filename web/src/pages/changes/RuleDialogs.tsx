import { Button, Checkbox, NumberInput, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, type SubmitEvent, useState } from "react";

import type { Freeze, MaintenanceWindow } from "../../api/changes";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { localTime, utcTime } from "../records/rows";
import changes from "./changes.module.css";
import { ForServices, type Named } from "./ForServices";
import { dayWord, WEEKDAYS } from "./week";

export interface FrameProps {
  title: string;
  /** What the button says; Add without it. */
  verb?: string;
  wrong: string | null;
  isSaving: boolean;
  close: () => void;
}

interface FormProps extends FrameProps {
  services: Named;
  setServices: (services: Named) => void;
  submit: () => void;
  children: ReactNode;
}

/** A rule for some services, or for all of them. */
export function Form({ title, verb = t("Add"), wrong, isSaving, close, services, setServices, submit, children }: FormProps) {
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <Dialog title={title} close={close} isWide>
      <form className={edit.form} onSubmit={send}>
        {children}
        <ForServices services={services} set={setServices} />
        <ErrorLine text={wrong} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={isSaving}>{verb}</Button>
        </div>
      </form>
    </Dialog>
  );
}

export function FreezeDialog({ add, ...frame }: Omit<FrameProps, "title"> & { add: (freeze: Freeze) => void }) {
  const [freeze, setFreeze] = useState({ name: "", starts_at: "", ends_at: "", reason: "" });
  const [services, setServices] = useState<Named>([]);
  const set = (patch: Partial<typeof freeze>) => { setFreeze({ ...freeze, ...patch }); };
  return (
    <Form title={t("Add a freeze")} {...frame} services={services} setServices={setServices} submit={() => { add({ ...freeze, services: services.map(([uid]) => uid) }); }}>
      <TextInput label={t("Name")} required maxLength={200} data-autofocus value={freeze.name} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
      <TextInput label={t("From")} required type="datetime-local" value={localTime(freeze.starts_at)} onChange={({ currentTarget }) => { set({ starts_at: utcTime(currentTarget.value) }); }} />
      <TextInput label={t("To")} required type="datetime-local" value={localTime(freeze.ends_at)} onChange={({ currentTarget }) => { set({ ends_at: utcTime(currentTarget.value) }); }} />
      <Textarea label={t("Reason")} maxLength={2000} value={freeze.reason} onChange={({ currentTarget }) => { set({ reason: currentTarget.value }); }} />
    </Form>
  );
}

export function WindowDialog({ add, ...frame }: Omit<FrameProps, "title"> & { add: (window: MaintenanceWindow) => void }) {
  const [window, setWindow] = useState({ name: "", weekdays: [6], starts: "22:00", minutes: 240, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  const [services, setServices] = useState<Named>([]);
  const set = (patch: Partial<typeof window>) => { setWindow({ ...window, ...patch }); };
  return (
    <Form title={t("Add a maintenance window")} {...frame} services={services} setServices={setServices} submit={() => { add({ ...window, services: services.map(([uid]) => uid) }); }}>
      <TextInput label={t("Name")} required maxLength={200} data-autofocus value={window.name} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
      <fieldset className={changes.rows}>
        <legend>{t("Days")}</legend>
        {WEEKDAYS.map((day) => (
          <Checkbox
            key={day} label={dayWord(day)} checked={window.weekdays.includes(day)}
            onChange={({ currentTarget }) => { set({ weekdays: currentTarget.checked ? [...window.weekdays, day].sort() : window.weekdays.filter((other) => other !== day) }); }}
          />
        ))}
      </fieldset>
      <TextInput label={t("From")} required type="time" value={window.starts} onChange={({ currentTarget }) => { set({ starts: currentTarget.value }); }} />
      <NumberInput label={t("Minutes")} required min={1} max={10_080} allowDecimal={false} value={window.minutes} onChange={(minutes) => { set({ minutes: Number(minutes) }); }} />
      <TextInput label={t("Time zone")} required maxLength={100} value={window.time_zone} onChange={({ currentTarget }) => { set({ time_zone: currentTarget.value }); }} />
    </Form>
  );
}
