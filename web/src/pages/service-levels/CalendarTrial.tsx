import { Button, NumberInput, TextInput } from "@mantine/core";

import type { Trial } from "../../api/serviceLevels";
import { t } from "../../locales/i18n";
import changes from "../changes/changes.module.css";
import { localTime, utcTime } from "../records/rows";

const SHOWN = 8;
const DAY_MS = 86_400_000;
const MOST_MINUTES = 527_040;

interface Clock {
  minutes: number;
  startsAt: string;
}

interface Props {
  /** Undefined while the calendar cannot be. */
  trial: Trial | undefined;
  zone: string;
  clock: Clock;
  change: (clock: Clock) => void;
}

/** How a clock would run by a calendar, also over the next night in which clocks on the wall are changed. */
export function CalendarTrial({ trial, zone, clock, change }: Props) {
  const next = trial?.wall_change ?? null;
  const setStart = (text: string) => { const at = utcTime(text); if (at !== "") change({ ...clock, startsAt: at }); };
  return (
    <section aria-label={t("A clock tried on it")} className={changes.rows}>
      <h3 style={{ margin: 0 }}>{t("A clock tried on it")}</h3>
      <div className={changes.bar}>
        <NumberInput label={t("Minutes agreed")} min={1} max={MOST_MINUTES} allowDecimal={false} value={clock.minutes} onChange={(minutes) => { if (Number(minutes) >= 1 && Number(minutes) <= MOST_MINUTES) change({ ...clock, minutes: Number(minutes) }); }} />
        <TextInput label={t("Starts at (your time)")} type="datetime-local" value={localTime(clock.startsAt)} onChange={({ currentTarget }) => { setStart(currentTarget.value); }} />
        {next && <Button variant="default" onClick={() => { change({ ...clock, startsAt: new Date(Date.parse(next.at) - DAY_MS).toISOString() }); }}>{t("Over the next change of clocks")}</Button>}
      </div>
      {next && <p className="dim" style={{ margin: 0 }}>{t("Clocks of {zone} go from {before} to {after} next.", { zone, before: next.before, after: next.after.slice(-5) })}</p>}
      {trial && (
        <>
          <p style={{ margin: 0 }}>{trial.due_at === null ? t("It is not due within sight: there are too few working hours.") : t("Due at {time} by the clock of {zone}.", { time: trial.wall_due, zone })}</p>
          <ul style={{ margin: 0 }}>
            {trial.laps.slice(0, SHOWN).map(({ since, wall_since, wall_until, counts, why }) => (
              <li key={since}>{wall_since} – {wall_until}: {counts ? t("counts") : t("stands")} <span className="dim">{why}</span></li>
            ))}
            {trial.laps.length > SHOWN && <li className="dim">{t("and so on")}</li>}
          </ul>
        </>
      )}
    </section>
  );
}
