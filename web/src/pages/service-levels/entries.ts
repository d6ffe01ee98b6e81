/** A target or a calendar as texts by field, so that what two people said of one is compared; pure. */
import type { Calendar, Levels, Target } from "../../api/serviceLevels";
import { t } from "../../locales/i18n";
import { dayWords } from "../changes/week";
import type { Texts } from "../records/merging";
import { holidaysIn, holidayText } from "./holidays";

/** How an entry of a list is written and read; `shown` is how people read a text of it. */
export interface Spelling<One> {
  write: (one: One) => Record<string, string>;
  read: (texts: Texts) => One;
  labelOf: (field: string) => string;
  shown: (field: string, text: string, levels: Levels) => string;
}

const BETWEEN = "\n";

export function listOf(text: string): string[] {
  return text === "" ? [] : text.split(BETWEEN);
}

export const TARGETS: Spelling<Target> = {
  write: ({ name, type, kind, minutes, calendar, priorities, services, pauses_in: pauses }) => ({
    name, type, kind, minutes: String(minutes), calendar, priorities: priorities.join(BETWEEN), services: services.join(BETWEEN), pauses_in: pauses.join(BETWEEN),
  }),
  read: (texts) => ({
    name: texts["name"] ?? "", type: texts["type"] ?? "", kind: texts["kind"] === "response" ? "response" : "resolution", minutes: Number(texts["minutes"]),
    calendar: texts["calendar"] ?? "", priorities: listOf(texts["priorities"] ?? "").map(Number), services: listOf(texts["services"] ?? ""), pauses_in: listOf(texts["pauses_in"] ?? ""),
  }),
  labelOf: (field) => {
    const words: Record<string, string> = {
      name: t("Name"), type: t("Of"), kind: t("They have to be"), minutes: t("Within minutes"), calendar: t("That count in"), priorities: t("Only for priority"),
      services: t("Only for these services"), pauses_in: t("The clock stands while it is"),
    };
    return words[field] ?? field;
  },
  shown: (field, text, { names }) => {
    if (field === "calendar") return text || t("round the clock");
    if (field === "kind") return text === "response" ? t("taken up") : t("resolved");
    if (field === "priorities") return listOf(text).join(", ") || t("any priority");
    if (field === "services") return listOf(text).map((uid) => names[uid] ?? uid).join(", ") || t("any service");
    return listOf(text).join(", ");
  },
};

export const CALENDARS: Spelling<Calendar> = {
  write: ({ name, time_zone: zone, hours, holidays }) => ({ name, time_zone: zone, hours: JSON.stringify(hours), holidays: holidayText(holidays) }),
  read: (texts) => ({ name: texts["name"] ?? "", time_zone: texts["time_zone"] ?? "", hours: hoursOf(texts["hours"] ?? "[]"), holidays: holidaysIn(texts["holidays"] ?? "") }),
  labelOf: (field) => {
    const words: Record<string, string> = { name: t("Name"), time_zone: t("Time zone"), hours: t("Hours"), holidays: t("Holidays") };
    return words[field] ?? field;
  },
  shown: (field, text) => {
    if (field === "hours") return hoursOf(text).map(({ weekdays, starts, ends }) => `${dayWords(weekdays)} ${starts}–${ends}`).join("; ");
    return listOf(text).join("; ");
  },
};

export function hoursOf(text: string): Calendar["hours"] {
  return JSON.parse(text) as Calendar["hours"];
}
