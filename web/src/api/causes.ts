/** What broke something, and what people say was the cause. */
import { queryOptions } from "@tanstack/react-query";

import { asOfQuery } from "../components/instants";
import { api, body } from "./client";
import type { Got } from "./types";

export type Causes = Got<"/api/v1/causes">;
export type Cause = Causes["causes"][number];
export type TimelineEntry = Causes["timeline"][number];

export function causesQuery(target: string, asOf: string) {
  return queryOptions({
    queryKey: ["causes", target, asOf],
    queryFn: () => body(api.GET("/api/v1/causes", { params: { query: { target, ...asOfQuery(asOf) } } })),
    enabled: target !== "",
  });
}

export const causeMarksQuery = queryOptions({
  queryKey: ["causes", "marks"],
  queryFn: () => body(api.GET("/api/v1/cause-marks")),
});

export function markCause(target: string, cause: string, asOf: string, reason: string) {
  return body(api.POST("/api/v1/cause-marks", { body: { target, cause, reason, ...asOfQuery(asOf) } }));
}

export async function unmarkCause(uid: string): Promise<void> {
  await body(api.DELETE("/api/v1/cause-marks/{mark_uid}", { params: { path: { mark_uid: uid } } }));
}
