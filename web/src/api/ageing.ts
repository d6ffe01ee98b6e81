/** Sources that are not seen, how each source sees a CI, and when what they said becomes stale and retired. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { ClassAgeing } from "./types";

const POLL = 30_000;
const MOST = 500;

export type Thresholds = Pick<ClassAgeing, "stale_seconds" | "stale_attempts" | "retired_seconds" | "retired_attempts">;

export const silentQuery = queryOptions({
  queryKey: ["silent-sources"],
  queryFn: () => body(api.GET("/api/v1/silent-sources", { params: { query: { limit: MOST } } })),
  refetchInterval: POLL,
});

export function ageNow() {
  return body(api.POST("/api/v1/silent-sources/age"));
}

export function ciSourcesQuery(uid: string) {
  return queryOptions({
    queryKey: ["ci", uid, "sources"],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/sources", { params: { path: { uid } } })),
  });
}

export const ageingRulesQuery = queryOptions({
  queryKey: ["ageing-rules"],
  queryFn: () => body(api.GET("/api/v1/ageing-rules")),
});

export function tryAgeingRule(ciClass: string, wanted: Thresholds) {
  return body(api.POST("/api/v1/ageing-rules/{ci_class}/dry-run", { params: { path: { ci_class: ciClass } }, body: wanted }));
}

export function setAgeingRule(ciClass: string, wanted: Thresholds, reason: string) {
  return body(api.PUT("/api/v1/ageing-rules/{ci_class}", { params: { path: { ci_class: ciClass } }, body: { ...wanted, reason } }));
}

export async function resetAgeingRule(ciClass: string): Promise<void> {
  await body(api.DELETE("/api/v1/ageing-rules/{ci_class}", { params: { path: { ci_class: ciClass } } }));
}
