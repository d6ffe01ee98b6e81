/** The days of a calendar, and the lanes of what is planned. */
import type { PlannedChange } from "../../api/changes";
import { t } from "../../locales/i18n";

export const DAYS = 7;

/** The first day (midnight by the clock of the browser) of the week that a time is in; weeks begin on Monday. */
export function weekOf(at: Date): Date {
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate());
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  return day;
}

/** So many days later, at midnight by the clock of the browser whatever daylight saving does. */
export function later(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}

/** A day as an address says it: 2027-01-31. */
export function dayText(day: Date): string {
  return `${String(day.getFullYear())}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}

/** The day of an address, or another one. */
export function dayOf(text: string, otherwise: Date): Date {
  const day = new Date(`${text}T00:00`);
  return Number.isNaN(day.getTime()) ? otherwise : day;
}

/** Whether something from one time to another touches a day. */
export function isOn(day: Date, start: string, end: string): boolean {
  return Date.parse(start) < later(day, 1).getTime() && day.getTime() < Date.parse(end);
}

export interface Lane {
  uid: string;
  name: string;
  ci_class: string;
  changes: { change: PlannedChange; state: string }[];
}

/** A lane for each service that is hit, by name, and one without a name for changes that hit none. */
export function lanesOf(changes: readonly PlannedChange[]): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const change of changes) {
    const hits = change.hits.length > 0 ? change.hits : [{ uid: "", name: "", state: "up", ci_class: "" }];
    for (const { uid, name, state, ci_class } of hits) {
      const lane = lanes.get(uid) ?? { uid, name, ci_class, changes: [] };
      lane.changes.push({ change, state });
      lanes.set(uid, lane);
    }
  }
  return [...lanes.values()].sort((one, other) => Number(one.uid === "") - Number(other.uid === "") || one.name.localeCompare(other.name));
}

/** Services of which several changes at one time take something: where a board looks first. */
export function isCrowded({ changes }: Lane): boolean {
  return changes.some(({ change: one }, at) =>
    changes.slice(at + 1).some(({ change: other }) => Date.parse(one.listed["planned_start"] ?? "") < Date.parse(other.listed["planned_end"] ?? "") && Date.parse(other.listed["planned_start"] ?? "") < Date.parse(one.listed["planned_end"] ?? "")),
  );
}

/** 0 is Monday. */
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;

export function dayWord(day: number): string {
  return [t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday"), t("Sunday")][day] ?? "";
}

export function dayWords(days: readonly number[]): string {
  return days.length === WEEKDAYS.length ? t("every day") : days.map(dayWord).join(", ");
}
