/** Records: incidents, and the CIs that they are about. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type RecordType = Got<"/api/v1/record-types">["items"][number];
export type RecordField = RecordType["fields"][number];
export type RecordRow = Got<"/api/v1/records">["items"][number];
export type RecordDetail = Got<"/api/v1/records/{number}">;
export type RecordEntry = RecordDetail["entries"][number];
export type RecordWay = RecordDetail["ways"][number];
export type AffectedCI = RecordRow["affects"][number];
export type Values = Readonly<Record<string, string>>;

export const VIEWS = ["open", "mine", "unassigned", "breached", "at_risk", "asked", "agenda", "all"] as const;
export type View = (typeof VIEWS)[number];
const REFRESH_MS = 30_000;

export const recordTypesQuery = queryOptions({
  queryKey: ["record-types"],
  queryFn: async () => (await body(api.GET("/api/v1/record-types"))).items,
  staleTime: Infinity,
});

const ASKED: Readonly<Record<View, object>> = {
  open: { is_open: true }, mine: { is_open: true, mine: true }, unassigned: { is_open: true, assignee: "" },
  breached: { clock: ["breached"] }, at_risk: { clock: ["due_soon"] },
  asked: { asked_by_me: true, order: "newest" }, agenda: { is_open: true, state: ["approval"] }, all: { order: "newest" },
};

/** Records of a type by view and words; `custom` narrows them by custom fields, NAME=VALUE. */
export const recordsQuery = (type: string, view: View, { q, custom = [] }: { q: string; custom?: string[] }, limit: number) =>
  queryOptions({
    queryKey: ["records", "list", type, view, q, limit, custom],
    queryFn: () => body(api.GET("/api/v1/records", { params: { query: { type, q, limit, custom, ...ASKED[view] } } })),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** Where a list lies as a file, all of it and with all fields. */
export function recordsFileHref(type: string, view: View, { q, custom = [] }: { q: string; custom?: string[] }): string {
  const asked = Object.entries(ASKED[view]).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)]));
  const parameters = new URLSearchParams([["type", type], ["q", q], ...custom.map((one) => ["custom", one]), ...asked] as string[][]);
  return `/api/v1/record-export?${parameters.toString()}`;
}

/** Records of any type with these words or this number, the newest first. */
export const foundRecordsQuery = (q: string, limit: number) =>
  queryOptions({
    queryKey: ["records", "found", q, limit],
    queryFn: async () => (await body(api.GET("/api/v1/records", { params: { query: { type: "", q, limit, order: "newest" } } }))).items,
    enabled: q.length > 2,
    placeholderData: keepPreviousData,
  });

export const recordsOfCIQuery = (ci: string) =>
  queryOptions({
    queryKey: ["records", "ci", ci],
    queryFn: () => body(api.GET("/api/v1/records", { params: { query: { ci, order: "newest", limit: 100 } } })),
  });

export const recordsNamingQuery = (number: string) =>
  queryOptions({
    queryKey: ["records", "naming", number],
    queryFn: async () => (await body(api.GET("/api/v1/records", { params: { query: { type: "", names: number, order: "newest", limit: 100 } } }))).items,
  });

export const similarRecordsQuery = (type: string, text: string) =>
  queryOptions({
    queryKey: ["records", "similar", type, text],
    queryFn: async () => (await body(api.GET("/api/v1/similar-records", { params: { query: { type, text } } }))).items,
    enabled: text.trim().length > 4,
    placeholderData: keepPreviousData,
  });

export const recordQuery = (number: string) =>
  queryOptions({
    queryKey: ["records", "one", number],
    queryFn: () => body(api.GET("/api/v1/records/{number}", { params: { path: { number } } })),
    refetchInterval: REFRESH_MS,
  });

export function openRecord(type: string, values: Values, affects: string[], template = ""): Promise<RecordDetail> {
  return body(api.POST("/api/v1/records", { body: { type, values, affects, template } }));
}

/** Changes what was read; refused when somebody else changed it meanwhile. */
export function changeRecord({ number, revision }: RecordRow, values: Values): Promise<RecordDetail> {
  const params = { path: { number }, header: { "if-match": `"${revision}"` } };
  return body(api.PATCH("/api/v1/records/{number}", { params, body: { values } }));
}

/** Moves what was read; refused when somebody else changed it meanwhile. */
export function moveRecord({ number, revision }: RecordRow, transition: string, values: Values, reason: string): Promise<RecordDetail> {
  const params = { path: { number }, header: { "if-match": `"${revision}"` } };
  return body(api.POST("/api/v1/records/{number}/transitions", { params, body: { transition, values, reason } }));
}

/** The record as it is now. */
export function readRecord(number: string): Promise<RecordDetail> {
  return body(api.GET("/api/v1/records/{number}", { params: { path: { number } } }));
}

export function sayOnRecord(number: string, kind: "comment" | "note" | "status", text: string): Promise<RecordDetail> {
  return body(api.POST("/api/v1/records/{number}/entries", { params: { path: { number } }, body: { kind, text } }));
}

export function affectByRecord(number: string, add: string[], remove: string[], reason = ""): Promise<RecordDetail> {
  return body(api.POST("/api/v1/records/{number}/affects", { params: { path: { number } }, body: { add, remove, reason } }));
}
