/** Differences that discovery found without a change behind them. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type UnauthorisedList = Got<"/api/v1/unauthorised-changes">;
export type Unauthorised = UnauthorisedList["items"][number];
export type UnauthorisedStatus = Unauthorised["status"];
export type NoiseFilter = Got<"/api/v1/unauthorised-change-filters">["items"][number];
export type Deciding = "link" | "accept" | "incident";

const REFRESH_MS = 30_000;
const MOST = 200;

export const unauthorisedQuery = (status: UnauthorisedStatus) =>
  queryOptions({
    queryKey: ["unauthorised", "list", status],
    queryFn: () => body(api.GET("/api/v1/unauthorised-changes", { params: { query: { status, limit: MOST } } })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });

export const noiseFiltersQuery = queryOptions({
  queryKey: ["unauthorised", "filters"],
  queryFn: async () => (await body(api.GET("/api/v1/unauthorised-change-filters"))).items,
});

export function decide(uid: string, what: Deciding, text: { number: string; reason: string }): Promise<Unauthorised> {
  const params = { path: { uid } };
  if (what === "link") return body(api.POST("/api/v1/unauthorised-changes/{uid}/link", { params, body: text }));
  if (what === "accept") return body(api.POST("/api/v1/unauthorised-changes/{uid}/accept", { params, body: { reason: text.reason } }));
  return body(api.POST("/api/v1/unauthorised-changes/{uid}/incident", { params, body: { reason: text.reason } }));
}

export function switchFilter(key: string, isOn: boolean): Promise<NoiseFilter> {
  return body(api.PUT("/api/v1/unauthorised-change-filters", { body: { key, is_on: isOn } }));
}
