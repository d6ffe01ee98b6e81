/** Tasks of records. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { RecordDetail } from "./records";
import type { Got } from "./types";

export type RecordTask = RecordDetail["tasks"][number];
export type TaskOfRecord = Got<"/api/v1/tasks">["items"][number];
export const WHOSE = ["ours", "mine", "team", "all"] as const;
export type Whose = (typeof WHOSE)[number];

export interface TaskValues {
  title: string;
  assignee: string;
  team: string;
  due: string;
  holds: string;
}

const REFRESH_MS = 30_000;

export const tasksQuery = (whose: Whose, overdue: boolean, limit: number) =>
  queryOptions({
    queryKey: ["tasks", whose, overdue, limit],
    queryFn: () => body(api.GET("/api/v1/tasks", { params: { query: { whose, overdue, limit } } })),
    refetchInterval: REFRESH_MS,
  });

/** Adds to what was read; refused when somebody else changed the record meanwhile. */
export function addTask({ number, revision }: RecordDetail, values: TaskValues): Promise<RecordDetail> {
  const params = { path: { number }, header: { "if-match": `"${revision}"` } };
  return body(api.POST("/api/v1/records/{number}/tasks", { params, body: values }));
}

export function changeTask({ number, revision }: RecordDetail, task: number, values: TaskValues): Promise<RecordDetail> {
  const params = { path: { number, task }, header: { "if-match": `"${revision}"` } };
  return body(api.PATCH("/api/v1/records/{number}/tasks/{task}", { params, body: values }));
}

export function endTask(number: string, task: number, state: RecordTask["state"], note = ""): Promise<RecordDetail> {
  const said = note === "" ? { state } : { state, note };
  return body(api.PATCH("/api/v1/records/{number}/tasks/{task}", { params: { path: { number, task } }, body: said }));
}
