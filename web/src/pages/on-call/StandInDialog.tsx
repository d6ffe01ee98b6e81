import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import type { Rota } from "../../api/onCall";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { localTime, utcTime } from "../records/rows";

const DAY_MS = 86_400_000;

interface Props {
  rota: Rota;
  members: readonly string[];
  close: () => void;
  save: (said: { person: string; starts_at: string; ends_at: string; reason: string }) => Promise<unknown>;
  done: (person: string) => Promise<void>;
}

/** Somebody is on call in a time, whoever's turn it is. */
export function StandInDialog({ rota, members, close, save, done }: Props) {
  const [now] = useState(() => Date.now());
  const [said, setSaid] = useState({ person: members[0] ?? "", starts_at: localTime(new Date(now).toISOString()), ends_at: localTime(new Date(now + DAY_MS).toISOString()), reason: "" });
  const set = (patch: Partial<typeof said>) => { setSaid({ ...said, ...patch }); };
  const saving = useMutation({
    mutationFn: () => save({ ...said, starts_at: utcTime(said.starts_at), ends_at: utcTime(said.ends_at) }),
    onSuccess: () => done(said.person),
  });
  const send = (event: SubmitEvent) => { event.preventDefault(); saving.mutate(); };
  return (
    <Dialog title={t("Stand in at {team}", { team: rota.team })} close={close}>
      <form className={edit.form} onSubmit={send}>
        <NativeSelect label={t("Person")} data-autofocus value={said.person} data={[...members]} onChange={({ currentTarget }) => { set({ person: currentTarget.value }); }} />
        <TextInput label={t("From")} required type="datetime-local" value={said.starts_at} onChange={({ currentTarget }) => { set({ starts_at: currentTarget.value }); }} />
        <TextInput label={t("To")} required type="datetime-local" value={said.ends_at} onChange={({ currentTarget }) => { set({ ends_at: currentTarget.value }); }} />
        <TextInput label={t("Reason")} maxLength={500} value={said.reason} onChange={({ currentTarget }) => { set({ reason: currentTarget.value }); }} />
        <ErrorLine text={saving.error && described(saving.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{t("Save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
