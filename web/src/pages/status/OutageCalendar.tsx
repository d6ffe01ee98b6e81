import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { type OutageDay, outageCalendarQuery, type OutageRow } from "../../api/serviceStatus";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { repeatedNames } from "../../components/sameNames";
import { SectionTable } from "../../components/SectionTable";
import { formatFineShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import classes from "./status.module.css";

/** A month: on which days services did not work, and for what share of the day. */
export function OutageCalendar({ choose }: { choose: (uid: string) => void }) {
  const [search, change] = useUrlState();
  const month = first(search, "month");
  const found = useQuery(outageCalendarQuery(month));
  return (
    <Loaded query={found} what={t("The calendar could not be loaded.")}>
      {({ month: shown, days, items }) => {
        const hit = items.filter((row) => row.days.length > 0);
        return (
          <SectionTable
            title={t("Outage calendar of {month}", { month: shown })} count={hit.length} rows={hit} rowKey={({ ci }) => ci.uid} columns={columns(days, choose, repeatedNames(hit.map(({ ci }) => ci)))}
            note={(
              <span className={administration.actions}>
                <Button size="compact-xs" variant="default" onClick={() => { change({ month: moved(shown, -1) }); }}>{t("Month before")}</Button>
                <Button size="compact-xs" variant="default" disabled={month === ""} onClick={() => { change({ month: next(shown) }); }}>{t("Month after")}</Button>
              </span>
            )}
            empty={<Empty>{t("All services worked all the time.")}</Empty>}
          />
        );
      }}
    </Loaded>
  );
}

function moved(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The month after one, null for the present one, which is shown without being named. */
function next(month: string): string | null {
  const after = moved(month, 1);
  const now = new Date();
  return after >= `${String(now.getFullYear())}-${String(now.getMonth() + 1).padStart(2, "0")}` ? null : after;
}

function columns(days: readonly string[], choose: (uid: string) => void, repeated: ReadonlySet<string>): Column<OutageRow>[] {
  return [
    { key: "service", label: t("Service"), width: 170, cell: ({ ci }) => <CILink ci={ci} withClass={repeated.has(ci.name)} /> },
    ...days.map((day): Column<OutageRow> => ({
      key: day, label: String(Number(day.slice(-2))), width: 30,
      cell: (row) => { const found = row.days.find(({ date }) => date === day); return found && <Day day={found} name={row.ci.name} choose={() => { choose(row.ci.uid); }} />; },
    })),
  ];
}

function Day({ day, name, choose }: { day: OutageDay; name: string; choose: () => void }) {
  const [state, glyph, word, share] = worst(day);
  const said = `${name}, ${day.date}: ${word} ${formatFineShare(share)}, ${day.records.join(", ")}`;
  return <button type="button" className={`state ${classes.day ?? ""}`} data-state={state} title={said} aria-label={said} onClick={choose}>{glyph}</button>;
}

function worst({ down, degraded, planned }: OutageDay): readonly [state: string, glyph: string, word: string, share: number] {
  if (down > 0) return ["down", "■", t("down"), down];
  return degraded > 0 ? ["degraded", "▲", t("degraded"), degraded] : ["unknown", "◎", t("planned work"), planned];
}
