/** Saved reports of assets that go out by mail. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ScheduleList = Got<"/api/v1/report-schedules">;
export type Schedule = ScheduleList["items"][number];
export type Wanted = Pick<Schedule, "query_id" | "every" | "day" | "at" | "time_zone" | "format" | "people">;

export const schedulesQuery = queryOptions({
  queryKey: ["report-schedules"],
  queryFn: () => body(api.GET("/api/v1/report-schedules")),
});

export const addSchedule = (wanted: Wanted) => body(api.POST("/api/v1/report-schedules", { body: wanted }));

export const removeSchedule = (uid: string) => body(api.DELETE("/api/v1/report-schedules/{schedule_id}", { params: { path: { schedule_id: uid } } }));

export const sendNow = (uid: string) => body(api.POST("/api/v1/report-schedules/{schedule_id}/send", { params: { path: { schedule_id: uid } } }));
