import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { savedViewsQuery } from "../../api/queries";
import { addSchedule, type Schedule, type Wanted } from "../../api/reportSchedules";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { oneOf } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { weekday } from "./Schedules";

const EVERY = ["day", "week", "month"] as const;
const FORMATS = ["pdf", "xlsx", "csv"] as const;
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const FIELDS = ["query_id", "people", "day", "at", "time_zone"];

/** Asks which saved report goes out when, as what, to whom. */
export function ScheduleDialog({ close, done }: { close: () => void; done: (name: string) => void }) {
  const views = (useQuery(savedViewsQuery("assets")).data ?? []).filter(({ query }) => query.split("&").includes("tab=report"));
  const [people, setPeople] = useState("");
  const [wanted, setWanted] = useState<Wanted>({ query_id: "", every: "week", day: 1, at: "07:00", time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, format: "pdf", people: [] });
  const view = views.find(({ query_id: id }) => id === wanted.query_id) ?? views[0];
  const set = (part: Partial<Wanted>) => { setWanted({ ...wanted, ...part }); };
  const names = people.split(/[,\n]/).map((name) => name.trim()).filter((name) => name !== "");
  const adding = useMutation({
    mutationFn: () => addSchedule({ ...wanted, query_id: view?.query_id ?? "", people: names }),
    onSuccess: ({ name }: Schedule) => { done(name); },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  const words = { day: t("day"), week: t("week"), month: t("month") };
  return (
    <Dialog title={t("Send a saved report")} close={close}>
      <form className={administration.form} onSubmit={submit}>
        {views.length === 0 && <p>{t("No report is saved yet: choose what it shows, then \"Saved views\" above it.")}</p>}
        <NativeSelect label={t("Report")} data-autofocus value={view?.query_id ?? ""} error={fieldError(adding.error, "query_id")} data={views.map(({ query_id: value, name }) => ({ value, label: name }))} onChange={({ currentTarget }) => { set({ query_id: currentTarget.value }); }} />
        <TextInput label={t("To")} description={t("Names of accounts, with a comma between; they see all assets and have a mail address.")} required withAsterisk={false} value={people} error={fieldError(adding.error, "people")} onChange={({ currentTarget }) => { setPeople(currentTarget.value); }} />
        <div className={administration.filters}>
          <NativeSelect label={t("Every")} value={wanted.every} data={EVERY.map((value) => ({ value, label: words[value] }))} onChange={({ currentTarget }) => { set({ every: oneOf({ every: [currentTarget.value] }, "every", EVERY, "week"), day: 1 }); }} />
          {wanted.every === "week" && <NativeSelect label={t("On")} value={String(wanted.day)} data={DAYS.map((day) => ({ value: String(day), label: weekday(day) }))} onChange={({ currentTarget }) => { set({ day: Number(currentTarget.value) }); }} />}
          {wanted.every === "month" && <NumberInput label={t("On day")} min={1} max={31} value={wanted.day} error={fieldError(adding.error, "day")} onChange={(value) => { set({ day: Number(value) }); }} style={{ width: 90 }} />}
          <TextInput type="time" label={t("At")} required withAsterisk={false} value={wanted.at} error={fieldError(adding.error, "at")} onChange={({ currentTarget }) => { set({ at: currentTarget.value }); }} />
          <TextInput label={t("Time zone")} required withAsterisk={false} value={wanted.time_zone} error={fieldError(adding.error, "time_zone")} onChange={({ currentTarget }) => { set({ time_zone: currentTarget.value }); }} />
          <NativeSelect label={t("As")} value={wanted.format} data={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))} onChange={({ currentTarget }) => { set({ format: oneOf({ format: [currentTarget.value] }, "format", FORMATS, "pdf") }); }} />
        </div>
        <ErrorLine text={otherError(adding.error, FIELDS)} />
        <div className={administration.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={adding.isPending} disabled={views.length === 0}>{t("Send it")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
