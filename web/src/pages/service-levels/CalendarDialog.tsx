import { Button, Checkbox, CloseButton, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type Calendar, type Levels, trialQuery } from "../../api/serviceLevels";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described, fieldError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import changes from "../changes/changes.module.css";
import { dayWord, WEEKDAYS } from "../changes/week";
import { Conflicts } from "../edit/Conflicts";
import edit from "../edit/edit.module.css";
import { CalendarTrial } from "./CalendarTrial";
import { CALENDARS } from "./entries";
import { useEntry } from "./useEntry";

type Hours = Calendar["hours"][number];

const PAUSE_MS = 300;
const WEEK: Hours = { weekdays: [0, 1, 2, 3, 4], starts: "08:00", ends: "16:00" };

interface Props {
  /** The calendar that is edited, null for a new one. */
  calendar: Calendar | null;
  levels: Levels;
  close: () => void;
  saved: (after: Levels) => void;
}

function newCalendar(): Calendar {
  return { name: "", time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, hours: [WEEK], holidays: [] };
}

/** When work is done at a place; what cannot be is told while it is typed, and a clock is tried on it. */
export function CalendarDialog({ calendar, levels, close, saved }: Props) {
  const [fresh] = useState(newCalendar);
  const { texts, setTexts, conflicts, takeTheirs, saving } = useEntry({
    levels, old: calendar, fresh, spelling: CALENDARS, editOf: (old, now) => ({ of: "calendars", old, now }), listOf: (kept) => kept.calendars, done: saved,
  });
  const [clock, setClock] = useState(() => ({ minutes: 480, startsAt: new Date().toISOString() }));
  const said = CALENDARS.read(texts);
  const [settled] = useDebouncedValue(JSON.stringify(said), PAUSE_MS);
  const trial = useQuery(trialQuery(JSON.parse(settled) as Calendar, clock.minutes, clock.startsAt));
  const set = (patch: Readonly<Record<string, string>>) => { setTexts({ ...texts, ...patch }); };
  const setAllHours = (hours: Calendar["hours"]) => { set({ hours: JSON.stringify(hours) }); };
  const setHours = (turn: number, patch: Partial<Hours>) => { setAllHours(said.hours.map((one, other) => (other === turn ? { ...one, ...patch } : one))); };
  const wrongAt = (field: string) => fieldError(trial.error, `calendar.${field}`);
  const send = (event: SubmitEvent) => { event.preventDefault(); saving.mutate(); };
  return (
    <Dialog title={calendar === null ? t("Add a calendar") : t("Edit {name}", { name: calendar.name })} close={close} isWide>
      <form className={edit.form} onSubmit={send}>
        {conflicts.length > 0 && <Conflicts conflicts={conflicts} labelOf={CALENDARS.labelOf} takeTheirs={takeTheirs} />}
        <TextInput label={t("Name")} required maxLength={100} data-autofocus value={said.name} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
        <TextInput label={t("Time zone")} required maxLength={100} list="calendar-zones" error={wrongAt("time_zone")} value={said.time_zone} onChange={({ currentTarget }) => { set({ time_zone: currentTarget.value }); }} />
        <datalist id="calendar-zones">{Intl.supportedValuesOf("timeZone").map((zone) => <option key={zone} value={zone} />)}</datalist>
        {said.hours.map((hours, turn) => (
          <HoursFields
            key={turn} number={turn + 1} hours={hours} wrongAt={(field) => wrongAt(`hours[${String(turn)}].${field}`)} set={(patch) => { setHours(turn, patch); }}
            remove={said.hours.length > 1 ? () => { setAllHours(said.hours.filter((_, other) => other !== turn)); } : null}
          />
        ))}
        <div><Button variant="default" size="xs" onClick={() => { setAllHours([...said.hours, { ...WEEK, weekdays: [5] }]); }}>{t("More hours")}</Button></div>
        <Textarea
          label={t("Holidays")} description={t("One a line: 2026-12-25 Christmas Day. Nobody works on these days.")} autosize minRows={2} maxRows={10}
          error={wrongAt("holidays")} value={texts["holidays"] ?? ""} onChange={({ currentTarget }) => { set({ holidays: currentTarget.value }); }}
        />
        <CalendarTrial trial={trial.error ? undefined : trial.data} zone={said.time_zone} clock={clock} change={setClock} />
        <ErrorLine text={conflicts.length > 0 ? null : saving.error && described(saving.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{t("Save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface HoursProps {
  number: number;
  hours: Hours;
  wrongAt: (field: string) => string | null;
  set: (patch: Partial<Hours>) => void;
  /** Null where it is the only one. */
  remove: (() => void) | null;
}

/** Working hours on some days of the week. */
function HoursFields({ number, hours, wrongAt, set, remove }: HoursProps) {
  const wrongDays = wrongAt("weekdays");
  return (
    <fieldset className={changes.rows}>
      <legend>{t("Hours {number}", { number })} {remove && <CloseButton size={24} style={{ display: "inline-block", verticalAlign: "middle" }} aria-label={t("Remove hours {number}", { number })} onClick={remove} />}</legend>
      <div className={changes.bar}>
        {WEEKDAYS.map((day) => (
          <Checkbox
            key={day} label={dayWord(day)} checked={hours.weekdays.includes(day)}
            onChange={({ currentTarget }) => { set({ weekdays: currentTarget.checked ? [...hours.weekdays, day].sort() : hours.weekdays.filter((other) => other !== day) }); }}
          />
        ))}
      </div>
      <ErrorLine text={wrongDays} />
      <div className={changes.bar}>
        <TextInput label={t("From")} required maxLength={5} error={wrongAt("starts")} value={hours.starts} onChange={({ currentTarget }) => { set({ starts: currentTarget.value }); }} />
        <TextInput label={t("To")} required maxLength={5} error={wrongAt("ends")} value={hours.ends} onChange={({ currentTarget }) => { set({ ends: currentTarget.value }); }} />
      </div>
    </fieldset>
  );
}
