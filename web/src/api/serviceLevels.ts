/** How records stand against what was agreed. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ExplainedClock = Got<"/api/v1/records/{number}/clocks">["items"][number];
export type Lap = ExplainedClock["laps"][number];
export type Clock = Got<"/api/v1/due-records">["items"][number]["clock"];

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
