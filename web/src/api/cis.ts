import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";

export const BLOCK = 100;

/** Filters as they stand in the URL and go to the server: every parameter may repeat. */
export type Filters = Record<string, string[]>;

// The facets are declared with the classes, so the generated type cannot name all filter parameters.
type AnyQuery = Record<string, never>;

export function cisBlockQuery(filters: Filters, sort: string, offset: number) {
  return queryOptions({
    queryKey: ["cis", filters, sort, offset],
    queryFn: () =>
      body(api.GET("/api/v1/cis", { params: { query: { ...filters, sort, offset, limit: BLOCK } as unknown as AnyQuery } })),
    staleTime: 15_000,
  });
}

export function facetsQuery(filters: Filters) {
  return queryOptions({
    queryKey: ["facets", filters],
    queryFn: () => body(api.GET("/api/v1/cis/facets", { params: { query: filters as unknown as AnyQuery } })),
    placeholderData: keepPreviousData,
  });
}

export function ciQuery(uid: string) {
  return queryOptions({
    queryKey: ["ci", uid],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}", { params: { path: { uid } } })),
  });
}

export function relationshipsQuery(uid: string) {
  return queryOptions({
    queryKey: ["ci", uid, "relationships"],
    queryFn: () =>
      body(api.GET("/api/v1/cis/{uid}/relationships", { params: { path: { uid }, query: { limit: 500 } } })),
  });
}

export function softwareBlockQuery(uid: string, q: string, offset: number) {
  return queryOptions({
    queryKey: ["ci", uid, "software", q, offset],
    queryFn: () =>
      body(api.GET("/api/v1/cis/{uid}/software", { params: { path: { uid }, query: { q, offset, limit: BLOCK } } })),
  });
}

export function connectionsQuery(uid: string) {
  return queryOptions({
    queryKey: ["ci", uid, "connections"],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/connections", { params: { path: { uid } } })),
  });
}

export async function historyPage(uid: string, cursor: string, limit: number) {
  const query = cursor ? { cursor, limit } : { limit };
  return body(api.GET("/api/v1/cis/{uid}/history", { params: { path: { uid }, query } }));
}

export function searchQuery(q: string) {
  return queryOptions({
    queryKey: ["search", q],
    queryFn: () => body(api.GET("/api/v1/search", { params: { query: { q, limit: 20 } } })),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
}

export const dashboardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: () => body(api.GET("/api/v1/dashboard")),
  refetchInterval: 30_000,
});
