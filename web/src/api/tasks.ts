/** Tasks of records. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import { Problem } from "./problem";
import { readRecord, type RecordDetail } from "./records";
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

/** One task more, whatever others changed of the record meanwhile: it takes nothing from them. */
export function addTask({ number }: RecordDetail, values: TaskValues): Promise<RecordDetail> {
  return body(api.POST("/api/v1/records/{number}/tasks", { params: { path: { number } }, body: values }));
}

export function changeTask({ number, revision }: RecordDetail, task: number, values: TaskValues): Promise<RecordDetail> {
  const params = { path: { number, task }, header: { "if-match": `"${revision}"` } };
  return body(api.PATCH("/api/v1/records/{number}/tasks/{task}", { params, body: values }));
}

/** Others may go on changing the record; after so many turns whoever ends a task is told. */
const TURNS = 5;
const STALE = 412;

/** What somebody looks at when they end a task: what others change of it meanwhile is theirs to see first. */
export type SeenTask = Pick<RecordTask, "number" | "title" | "state" | "assignee" | "team" | "due" | "holds" | "note">;

/** Whether a task is still as somebody saw it. */
export function isAsSeen(seen: SeenTask, now: SeenTask | undefined): boolean {
  if (now === undefined) return false;
  const { number, title, state, assignee, team, due, holds, note } = seen;
  return Object.entries({ number, title, state, assignee, team, due, holds, note }).every(([name, value]) => now[name as keyof SeenTask] === value);
}

/** Ends a task as it was seen, or opens it again; raises TaskChanged when somebody else changed it meanwhile. */
export async function endTask(number: string, seen: SeenTask, state: RecordTask["state"]): Promise<RecordDetail> {
  for (let turn = 1; ; turn += 1) {
    const record = await readRecord(number);
    const now = record.tasks.find((one) => one.number === seen.number);
    if (!isAsSeen(seen, now)) throw new TaskChanged(record, now);
    const params = { path: { number, task: seen.number }, header: { "if-match": `"${record.revision}"` } };
    try {
      return await body(api.PATCH("/api/v1/records/{number}/tasks/{task}", { params, body: { state } }));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== STALE || turn === TURNS) throw error;
    }
  }
}

/** A task that is another one than the one that somebody looked at: `record` is as it is now. */
export class TaskChanged extends Error {
  constructor(readonly record: RecordDetail, readonly now: RecordTask | undefined) {
    super("the task was changed meanwhile");
    this.name = "TaskChanged";
  }
}
