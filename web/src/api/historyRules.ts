/** How long single events of the history are kept. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";

export const historyRulesQuery = queryOptions({
  queryKey: ["history-rules"],
  queryFn: () => body(api.GET("/api/v1/history-rules")),
});

/** Keep single events of a class for so many days; null for ever. */
export async function setHistoryRule(ciClass: string, days: number | null, reason: string): Promise<void> {
  await body(api.PUT("/api/v1/history-rules/{ci_class}", { params: { path: { ci_class: ciClass } }, body: { days, reason } }));
}

export async function resetHistoryRule(ciClass: string): Promise<void> {
  await body(api.DELETE("/api/v1/history-rules/{ci_class}", { params: { path: { ci_class: ciClass } } }));
}
