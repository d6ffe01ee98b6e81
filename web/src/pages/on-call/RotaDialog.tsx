import { Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import type { Rota, RotaTeam, RotaValues } from "../../api/onCall";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { namesIn } from "../board/words";
import edit from "../edit/edit.module.css";

interface Props {
  /** The rota that is edited, null for a new one. */
  rota: Rota | null;
  teams: readonly RotaTeam[];
  close: () => void;
  save: (team: string, values: RotaValues) => Promise<unknown>;
  done: (team: string) => Promise<void>;
}

type Times = Omit<RotaValues, "people">;

const firstOf = ([team]: readonly RotaTeam[]) => team?.name ?? "";
const membersOf = (teams: readonly RotaTeam[], name: string) => teams.find((one) => one.name === name)?.members ?? [];

/** What a dialog begins with: a week each from today on, by the clock of the browser. */
function begun(rota: Rota | null): Times {
  if (rota === null) return { time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, starts_on: new Date().toISOString().slice(0, 10), handover: "09:00", days: 7, assigns: false };
  const { time_zone, starts_on, handover, days, assigns } = rota;
  return { time_zone, starts_on, handover, days, assigns };
}

/** Who takes turns, how long, and when they are handed over. */
export function RotaDialog({ rota, teams, close, save, done }: Props) {
  const [team, setTeam] = useState(rota?.team ?? firstOf(teams));
  const members = membersOf(teams, team);
  const [people, setPeople] = useState((rota?.people ?? members).join("\n"));
  const [said, setSaid] = useState(() => begun(rota));
  const set = (patch: Partial<typeof said>) => { setSaid({ ...said, ...patch }); };
  const saving = useMutation({
    mutationFn: () => {
      return save(team, { ...said, people: namesIn(people) });
    },
    onSuccess: () => done(team),
  });
  const send = (event: SubmitEvent) => { event.preventDefault(); saving.mutate(); };
  const chooseTeam = (name: string) => { setTeam(name); setPeople(membersOf(teams, name).join("\n")); };
  return (
    <Dialog title={rota ? t("Rota of {team}", { team }) : t("Make a rota")} close={close}>
      <form className={edit.form} onSubmit={send}>
        {rota === null && <NativeSelect label={t("Team")} data-autofocus value={team} data={teams.map(({ name }) => name)} onChange={({ currentTarget }) => { chooseTeam(currentTarget.value); }} />}
        <Textarea label={t("People in turns")} description={members.length > 0 ? t("One a line, of {members}.", { members: members.join(", ") }) : t("Nobody is in this team; who is in it is set at the person.")} required autosize minRows={2} value={people} onChange={({ currentTarget }) => { setPeople(currentTarget.value); }} />
        <TextInput label={t("First turn on")} required type="date" value={said.starts_on} onChange={({ currentTarget }) => { set({ starts_on: currentTarget.value }); }} />
        <NumberInput label={t("Days of a turn")} required min={1} max={92} allowDecimal={false} value={said.days} onChange={(days) => { set({ days: Number(days) }); }} />
        <TextInput label={t("Handed over at")} required type="time" value={said.handover} onChange={({ currentTarget }) => { set({ handover: currentTarget.value.slice(0, 5) }); }} />
        <TextInput label={t("Time zone")} required maxLength={100} value={said.time_zone} onChange={({ currentTarget }) => { set({ time_zone: currentTarget.value }); }} />
        <Checkbox label={t("Give new incidents of the team to who is on call")} checked={said.assigns} onChange={({ currentTarget }) => { set({ assigns: currentTarget.checked }); }} />
        <ErrorLine text={saving.error && described(saving.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{t("Save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
