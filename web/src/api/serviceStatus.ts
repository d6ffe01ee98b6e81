/** Whether services work, and how well they worked in the last thirty days. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ServiceStatusList = Got<"/api/v1/service-status">;
export type ServiceStatus = ServiceStatusList["items"][number];
export type ServiceStatusDetail = Got<"/api/v1/cis/{uid}/service-status">;
export type OutageCalendar = Got<"/api/v1/service-status/calendar">;
export type OutageRow = OutageCalendar["items"][number];
export type OutageDay = OutageRow["days"][number];
export type Trouble = ServiceStatusDetail["intervals"][number];

const REFRESH_MS = 30_000;

export const serviceStatusListQuery = queryOptions({
  queryKey: ["service-status", "list"],
  queryFn: () => body(api.GET("/api/v1/service-status")),
  refetchInterval: REFRESH_MS,
});

export const serviceStatusQuery = (uid: string) =>
  queryOptions({
    queryKey: ["service-status", "one", uid],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/service-status", { params: { path: { uid } } })),
    refetchInterval: REFRESH_MS,
  });

/** A month ("" for this one) day by day, by the clock on the reader's wall. */
export const outageCalendarQuery = (month: string) =>
  queryOptions({
    queryKey: ["service-status", "calendar", month],
    queryFn: () => body(api.GET("/api/v1/service-status/calendar", { params: { query: { month, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone } } })),
  });
