import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { asOfQuery } from "../components/instants";
import type { BlockSource } from "./blocks";
import { api, body } from "./client";
import type { CIRow, Connection, Software } from "./types";

const RELATIONSHIPS_BLOCK = 500;
const EVENTS_BLOCK = 30;

/** The server gives at most this many hits of a search. */
export const MOST_HITS = 100;

/** Filters as they stand in the URL and go to the server: every parameter may repeat. */
export type Filters = Record<string, string[]>;

// The facets are declared with the classes, so the generated type cannot name all filter parameters.
type AnyQuery = Record<string, never>;

function cisPage(filters: Filters, rest: Record<string, string | number>, signal: AbortSignal) {
  return body(api.GET("/api/v1/cis", { params: { query: { ...filters, ...rest } as unknown as AnyQuery }, signal }));
}

/** The list of CIs that pass the filters, in an order. */
export function cisSource(filters: Filters, sort: string): BlockSource<CIRow> {
  return {
    key: ["cis", filters, sort],
    load: (offset, limit, signal) => cisPage(filters, { sort, offset, limit }, signal),
  };
}

/** How many CIs pass the filters. */
export function ciCountQuery(filters: Filters) {
  return queryOptions({
    queryKey: ["cis", filters, "count"],
    queryFn: async ({ signal }) => (await cisPage(filters, { limit: 0 }, signal)).total,
    placeholderData: keepPreviousData,
  });
}

/** Address of the same list as a file. */
export function cisExport(filters: Filters, sort: string, format: "csv" | "xlsx"): string {
  const parameters = new URLSearchParams({ format, sort });
  for (const [name, values] of Object.entries(filters)) for (const value of values) parameters.append(name, value);
  return `/api/v1/cis/export?${parameters.toString()}`;
}

export function facetsQuery(filters: Filters) {
  return queryOptions({
    queryKey: ["facets", filters],
    queryFn: ({ signal }) =>
      body(api.GET("/api/v1/cis/facets", { params: { query: filters as unknown as AnyQuery }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function ciQuery(uid: string, asOf = "") {
  return queryOptions({
    queryKey: asOf === "" ? ["ci", uid] : ["ci", uid, "as of", asOf],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}", { params: { path: { uid }, query: asOfQuery(asOf) } })),
  });
}

export function relationshipsQuery(uid: string, asOf = "") {
  return infiniteQueryOptions({
    queryKey: ["ci", uid, "relationships", asOf],
    queryFn: ({ pageParam: offset }) => {
      const query = { offset, limit: RELATIONSHIPS_BLOCK, ...asOfQuery(asOf) };
      return body(api.GET("/api/v1/cis/{uid}/relationships", { params: { path: { uid }, query } }));
    },
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const shown = pages.reduce((sum, page) => sum + page.items.length, 0);
      return last.items.length > 0 && shown < last.total ? shown : undefined;
    },
  });
}

/** What is installed on a CI. */
export function softwareSource(uid: string, q: string, asOf = ""): BlockSource<Software> {
  return {
    key: ["ci", uid, "software", q, asOf],
    load: (offset, limit, signal) => {
      const query = { q, offset, limit, ...asOfQuery(asOf) };
      return body(api.GET("/api/v1/cis/{uid}/software", { params: { path: { uid }, query }, signal }));
    },
  };
}

/** The observed connections of a CI. */
export function connectionsSource(uid: string, asOf = ""): BlockSource<Connection> {
  return {
    key: ["ci", uid, "connections", asOf],
    load: (offset, limit, signal) => {
      const query = { offset, limit, ...asOfQuery(asOf) };
      return body(api.GET("/api/v1/cis/{uid}/connections", { params: { path: { uid }, query }, signal }));
    },
  };
}

function historyPage(uid: string, cursor: string, limit: number, asOf: string) {
  const query = { ...(cursor ? { cursor, limit } : { limit }), ...asOfQuery(asOf) };
  return body(api.GET("/api/v1/cis/{uid}/history", { params: { path: { uid }, query } }));
}

export function historyQuery(uid: string, asOf = "") {
  return infiniteQueryOptions({
    queryKey: ["ci", uid, "history", asOf],
    queryFn: ({ pageParam }) => historyPage(uid, pageParam, EVENTS_BLOCK, asOf),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
}

/** The latest events of a CI. */
export function recentQuery(uid: string, limit: number, asOf = "") {
  return queryOptions({
    queryKey: ["ci", uid, "history", "recent", limit, asOf],
    queryFn: () => historyPage(uid, "", limit, asOf),
  });
}

/** What of a CI differs between two instants; without `until` the second is now. */
export function differenceQuery(uid: string, since: string, until: string) {
  const query = until === "" ? { since } : { since, until };
  return queryOptions({
    queryKey: ["ci", uid, "diff", since, until],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/diff", { params: { path: { uid }, query } })),
    enabled: since !== "",
  });
}

export function searchQuery(q: string, limit = 20, asOf = "") {
  return queryOptions({
    queryKey: ["search", q, limit, asOf],
    queryFn: ({ signal }) => body(api.GET("/api/v1/search", { params: { query: { q, limit, ...asOfQuery(asOf) } }, signal })),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
}

export const dashboardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: () => body(api.GET("/api/v1/dashboard")),
  refetchInterval: 30_000,
});

/** Places of a class, by name. */
export const placesQuery = (kind: string) =>
  queryOptions({
    queryKey: ["cis", "places", kind],
    queryFn: async ({ signal }) => (await cisPage({ ci_class: [kind] }, { sort: "name", limit: 500 }, signal)).items,
  });
