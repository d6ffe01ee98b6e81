/** What the graph, signals and other records say of a record. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { RecordDetail, Values } from "./records";
import type { Got } from "./types";

export type SuggestedCI = Got<"/api/v1/suggested-cis">["items"][number];
export type ServiceHit = Got<"/api/v1/records/{number}/services">["items"][number];

/** Of a record that there is; it is another one with every revision. */
export const suggestedOfRecordQuery = (number: string, revision: number) =>
  queryOptions({
    queryKey: ["records", "suggested", number, revision],
    queryFn: async () => (await body(api.GET("/api/v1/records/{number}/suggested-cis", { params: { path: { number } } }))).items,
    placeholderData: keepPreviousData,
  });

/** Of a record that somebody is about to open. */
export const suggestedQuery = (type: string, text: string, affects: readonly string[]) =>
  queryOptions({
    queryKey: ["records", "suggested", type, text, affects],
    queryFn: async () => (await body(api.GET("/api/v1/suggested-cis", { params: { query: { type, text, affects: [...affects] } } }))).items,
    enabled: text.trim().length > 2 || affects.length > 0,
    placeholderData: keepPreviousData,
  });

export const servicesHitQuery = (number: string, revision: number) =>
  queryOptions({
    queryKey: ["records", "services", number, revision],
    queryFn: async () => (await body(api.GET("/api/v1/records/{number}/services", { params: { path: { number } } }))).items,
    placeholderData: keepPreviousData,
  });

export function markCauseOfRecord(number: string, cause: string, reason: string): Promise<RecordDetail> {
  return body(api.POST("/api/v1/records/{number}/cause", { params: { path: { number } }, body: { cause, reason } }));
}

export type SuggestedProblem = Got<"/api/v1/suggested-problems">["items"][number];
export type KnownError = Got<"/api/v1/records/{number}/known-errors">["items"][number];

export const suggestedProblemsQuery = queryOptions({
  queryKey: ["records", "suggested-problems"],
  queryFn: async () => (await body(api.GET("/api/v1/suggested-problems"))).items,
});

export function openProblemOf(title: string, incidents: string[], cause: string): Promise<RecordDetail> {
  return body(api.POST("/api/v1/suggested-problems", { body: { title, incidents, cause } }));
}

export const knownErrorsQuery = (number: string, revision: number) =>
  queryOptions({
    queryKey: ["records", "known-errors", number, revision],
    queryFn: async () => (await body(api.GET("/api/v1/records/{number}/known-errors", { params: { path: { number } } }))).items,
    placeholderData: keepPreviousData,
  });

export function applyKnownError(number: string, problem: string): Promise<RecordDetail> {
  return body(api.POST("/api/v1/records/{number}/known-errors", { params: { path: { number } }, body: { problem } }));
}

/** As many as the server changes with one request. */
const AT_ONCE = 200;

/** Sets values of many records, or moves them; what refuses is told. */
export async function changeRecords(numbers: string[], values: Values, transition = "", reason = "") {
  const items = [];
  for (let start = 0; start < numbers.length; start += AT_ONCE) {
    const some = numbers.slice(start, start + AT_ONCE);
    items.push(...(await body(api.POST("/api/v1/record-changes", { body: { numbers: some, values, transition, reason } }))).items);
  }
  return { items, done: items.filter(({ is_done: isDone }) => isDone).length };
}

export type MajorIncident = Got<"/api/v1/records/{number}/major">;

export const majorIncidentQuery = (number: string, revision: number) =>
  queryOptions({
    queryKey: ["records", "major", number, revision],
    queryFn: () => body(api.GET("/api/v1/records/{number}/major", { params: { path: { number } } })),
    placeholderData: keepPreviousData,
  });
