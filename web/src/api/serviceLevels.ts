/** How records stand against what was agreed. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ExplainedClock = Got<"/api/v1/records/{number}/clocks">["items"][number];
export type Lap = ExplainedClock["laps"][number];
export type Clock = Got<"/api/v1/due-records">["items"][number]["clock"];

export type OpenClockState = "breached" | "due_soon";
export type Levels = Got<"/api/v1/service-levels">;
export type Target = Levels["targets"][number];
export type Calendar = Levels["calendars"][number];
export type TargetStanding = Got<"/api/v1/service-levels/standing">["items"][number];
export type TeamStanding = TargetStanding["teams"][number];
export type MissedRecord = TargetStanding["latest"][number];

const REFRESH_MS = 30_000;
const MOST_DUE = 500;

export const recordClocksQuery = (number: string) =>
  queryOptions({
    queryKey: ["records", "clocks", number],
    queryFn: async () => (await body(api.GET("/api/v1/records/{number}/clocks", { params: { path: { number } } }))).items,
    refetchInterval: REFRESH_MS,
  });

/** The clock of each open record that is due first, by number. */
export const dueRecordsQuery = (type: string) =>
  queryOptions({
    queryKey: ["records", "due", type],
    queryFn: async () => new Map((await body(api.GET("/api/v1/due-records", { params: { query: { type, limit: MOST_DUE } } }))).items.map(({ number, clock }) => [number, clock])),
    refetchInterval: REFRESH_MS,
  });

export const levelsQuery = queryOptions({
  queryKey: ["service-levels", "rules"],
  queryFn: () => body(api.GET("/api/v1/service-levels")),
});

/** How targets stand now, and what became of records in so many days. */
export const standingQuery = (days: number) =>
  queryOptions({
    queryKey: ["service-levels", "standing", days],
    queryFn: async () => (await body(api.GET("/api/v1/service-levels/standing", { params: { query: { since: daysAgo(days) } } }))).items,
    refetchInterval: REFRESH_MS,
  });

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

/** Saves what was read and edited; refused when somebody else saved others meanwhile. */
export function saveLevels({ calendars, targets, version }: Pick<Levels, "calendars" | "targets" | "version">): Promise<Levels> {
  return body(api.PUT("/api/v1/service-levels", { body: { calendars, targets, version } }));
}

export type Trial = Awaited<ReturnType<typeof tryCalendar>>;

/** How a clock of so many minutes would run by a calendar that nobody has agreed on yet; refused by field. */
export const trialQuery = (calendar: Calendar, minutes: number, startsAt: string) =>
  queryOptions({
    queryKey: ["service-levels", "trial", calendar, minutes, startsAt],
    queryFn: () => tryCalendar(calendar, minutes, startsAt),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
  });

function tryCalendar(calendar: Calendar, minutes: number, startsAt: string) {
  return body(api.POST("/api/v1/service-levels/calendar-trial", { body: { calendar, minutes, starts_at: startsAt } }));
}
