import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { removeSchedule, type Schedule, schedulesQuery, sendNow } from "../../api/reportSchedules";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { i18n, t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { ScheduleDialog } from "./ScheduleDialog";

/** Saved reports that go out by mail: when, to whom, and at once. */
export function Schedules() {
  const found = useQuery(schedulesQuery);
  const [isOpen, open] = useState(false);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries({ queryKey: schedulesQuery.queryKey });
  const [unwanted, setUnwanted] = useState<Schedule | null>(null);
  const sending = useMutation({ mutationFn: ({ uid }: Schedule) => sendNow(uid), onSuccess: async ({ mails }, { name }) => { await changed(); tell({ state: "up", text: t("{name} is on its way in {count, plural, one {# mail} other {# mails}}.", { name, count: mails }) }); } });
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      <ErrorLine text={sending.error && described(sending.error)} />
      <Loaded query={found} what={t("The schedules could not be loaded.")} lines={2}>
        {({ items, mail_missing: missing }) => (
          <>
            {missing !== "" && items.length > 0 && <p className="state" data-state="degraded" style={{ whiteSpace: "normal" }}>▲ {described(new Error(missing))}</p>}
            <SectionTable
              title={t("Sent by mail")} count={items.length} rows={items} rowKey={({ uid }) => uid} columns={columns(sending.mutate, setUnwanted)}
              note={<Button size="compact-xs" variant="default" onClick={() => { open(true); }}>{t("Send a saved report…")}</Button>} empty={<Empty>{t("No report goes out by mail yet. Save one under a name, then send it in a rhythm.")}</Empty>}
            />
          </>
        )}
      </Loaded>
      {unwanted && (
        <ConfirmDialog
          title={t("Send {name} no more", { name: unwanted.name })} action={t("Remove")} run={() => removeSchedule(unwanted.uid)} close={() => { setUnwanted(null); }}
          done={() => { void changed(); tell({ state: "up", text: t("{name} is sent no more.", { name: unwanted.name }) }); }}
        >
          {t("It goes out to {people} no longer; the saved report itself stays.", { people: unwanted.people.join(", ") })}
        </ConfirmDialog>
      )}
      {isOpen && <ScheduleDialog close={() => { open(false); }} done={(name) => { open(false); void changed(); tell({ state: "up", text: t("{name} goes out by mail.", { name }) }); }} />}
    </div>
  );
}

function rhythmWord({ every, day, at, time_zone: zone }: Schedule): string {
  const words = { day: t("daily"), week: t("weekly on {day}", { day: weekday(day) }), month: t("monthly on day {day}", { day }) };
  return t("{rhythm} at {at} ({zone})", { rhythm: words[every], at, zone });
}

/** The name of a day of the week in the language of the words around it, 1 for Monday. */
export function weekday(day: number): string {
  return new Intl.DateTimeFormat(i18n.locale, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, day)));
}

function columns(send: (one: Schedule) => void, remove: (one: Schedule) => void): Column<Schedule>[] {
  return [
    { key: "name", label: t("Report"), width: 150, cell: ({ name, query }) => name === "" ? <span className="dim">{t("deleted: nothing is sent")}</span> : <AppLink href={`/assets?${query}`}>{name}</AppLink> },
    { key: "rhythm", label: t("When"), width: 200, cell: rhythmWord },
    { key: "format", label: t("As"), width: 60, cell: ({ format }) => format.toUpperCase() },
    { key: "people", label: t("To"), width: 150, cell: ({ people }) => people.join(", ") },
    { key: "next", label: t("Next"), width: 130, cell: (one) => <Time at={one.next_at} /> },
    { key: "last", label: t("Last"), width: 130, cell: (one) => one.last_at ? <Time at={one.last_at} /> : t("not yet") },
    { key: "do", label: t("Actions"), width: 170, cell: (one) => (
      <span className="row">
        <Button size="compact-xs" variant="default" aria-label={t("Send {name} now", { name: one.name })} onClick={() => { send(one); }}>{t("Send now")}</Button>
        <Button size="compact-xs" variant="default" aria-label={t("Remove {name}…", { name: one.name })} onClick={() => { remove(one); }}>{t("Remove…")}</Button>
      </span>
    ) },
  ];
}
