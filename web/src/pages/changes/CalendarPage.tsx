import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { type Calendar, calendarQuery } from "../../api/changes";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { Look, StateLook } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { repeatedNames } from "../../components/sameNames";
import { Time } from "../../components/Time";
import { recordHref } from "../../components/links";
import { formatDay } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { stateLook } from "../records/words";
import classes from "./changes.module.css";
import { Subscribe } from "./Subscribe";
import { dayOf, DAYS, dayText, isCrowded, isOn, type Lane, lanesOf, later, weekOf } from "./week";

/** What is planned in a week, with a lane for each service that is hit. */
export function CalendarPage() {
  const [search, change] = useUrlState();
  const week = weekOf(dayOf(first(search, "week"), new Date()));
  const calendar = useQuery(calendarQuery(week.toISOString(), later(week, DAYS).toISOString()));
  const go = (day: Date) => { change({ week: dayText(day) }); };
  return (
    <div className={administration.stack}>
      <title>{`${t("Change calendar")} · Plumbline`}</title>
      <h1>{t("Change calendar")}</h1>
      <div className={classes.bar}>
        <Button variant="default" onClick={() => { go(later(week, -DAYS)); }}>{t("Week before")}</Button>
        <Button variant="default" onClick={() => { change({ week: null }); }}>{t("This week")}</Button>
        <Button variant="default" onClick={() => { go(later(week, DAYS)); }}>{t("Next week")}</Button>
        <AppLink href="/changes?view=agenda">{t("Agenda of the board")}</AppLink>
        <AppLink href="/change-rules">{t("Rules of changes")}</AppLink>
      </div>
      <Loaded query={calendar} what={t("The calendar could not be loaded.")}>
        {(found) => <Week calendar={found} week={week} />}
      </Loaded>
      <Subscribe />
    </div>
  );
}

function Week({ calendar, week }: { calendar: Calendar; week: Date }) {
  const days = Array.from({ length: DAYS }, (_, turn) => later(week, turn));
  const lanes = lanesOf(calendar.items);
  const repeated = repeatedNames(lanes);
  return (
    <section className="panel">
      <h2>{t("{from} to {to}", { from: formatDay(week.getTime()), to: formatDay(later(week, DAYS - 1).getTime()) })}</h2>
      {calendar.freezes.map(({ name, starts_at, ends_at }) => (
        <p key={name}><Look look={["down", "■", t("Frozen: {name}", { name })]} /> <Time at={starts_at} /> – <Time at={ends_at} /></p>
      ))}
      {lanes.length === 0 ? <Empty>{t("Nothing is planned for this week.")}</Empty> : (
        <div className={classes.lanes} tabIndex={0} role="group" aria-label={t("Lanes by service")}>
          <table className="plain" aria-label={t("Changes by service and day")}>
            <thead>
              <tr>
                <th scope="col">{t("Service")}</th>
                {days.map((day) => <th key={day.getTime()} scope="col">{formatDay(day.getTime())}</th>)}
              </tr>
            </thead>
            <tbody>{lanes.map((lane) => <LaneRow key={lane.uid} lane={lane} withClass={repeated.has(lane.name)} days={days} freezes={calendar.freezes} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function LaneRow({ lane, withClass, days, freezes }: { lane: Lane; withClass: boolean; days: readonly Date[]; freezes: Calendar["freezes"] }) {
  return (
    <tr>
      <th scope="row">
        {lane.uid === "" ? <span className="dim">{t("no service is hit")}</span> : <CILink ci={lane} withClass={withClass} />}
        {isCrowded(lane) && <div><Look look={["degraded", "▲", t("at the same time")]} /></div>}
      </th>
      {days.map((day) => (
        <td key={day.getTime()} className={freezes.some(({ starts_at, ends_at }) => isOn(day, starts_at, ends_at)) ? classes.frozen : undefined}>
          {lane.changes.filter(({ change: { listed } }) => isOn(day, listed["planned_start"] ?? "", listed["planned_end"] ?? "")).map(({ change, state }) => (
            <div key={change.number} className={classes.entry}>
              <AppLink href={recordHref(change)}>{change.number}</AppLink> {change.title}
              <div><Time at={change.listed["planned_start"]} /></div>
              <Look look={stateLook(change)} /> {state !== "up" && <StateLook state={state} />}
            </div>
          ))}
        </td>
      ))}
    </tr>
  );
}
