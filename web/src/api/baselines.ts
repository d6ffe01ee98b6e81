import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";

const DRIFT_SHOWN = 500;

export const baselinesQuery = queryOptions({
  queryKey: ["baselines"],
  queryFn: () => body(api.GET("/api/v1/baselines")),
});

/** What has drifted from a baseline. */
export function driftQuery(uid: string, withIgnored: boolean) {
  const query = { with_ignored: withIgnored, limit: DRIFT_SHOWN };
  return queryOptions({
    queryKey: ["baselines", uid, "drift", withIgnored],
    queryFn: () => body(api.GET("/api/v1/baselines/{uid}/drift", { params: { path: { uid }, query } })),
    placeholderData: keepPreviousData,
  });
}

export interface Wanted {
  name: string;
  query: string;
  at: string | null;
  reason: string;
}

export function createBaseline(wanted: Wanted) {
  return body(api.POST("/api/v1/baselines", { body: wanted }));
}

export async function removeBaseline(uid: string): Promise<void> {
  await body(api.DELETE("/api/v1/baselines/{uid}", { params: { path: { uid } } }));
}

export interface Decision {
  action: "accept" | "ignore" | "revert";
  ci_uids: string[];
  /** Single changes: an attribute by its name, a relationship by its uid. */
  changes: { ci_uid: string; what: string }[];
  until: string | null;
  reason: string;
}

/** Take CIs as they are, ignore their drift until a time, or bring them back. */
export async function decideDrift(uid: string, decision: Decision): Promise<void> {
  await body(api.POST("/api/v1/baselines/{uid}/drift", { params: { path: { uid } }, body: decision }));
}

/** Say that what an event of a CI changed is again as it was before. */
export async function undoEvent(uid: string, eventUid: string, reason: string): Promise<void> {
  const path = { uid, event_uid: eventUid };
  await body(api.POST("/api/v1/cis/{uid}/history/{event_uid}/undo", { params: { path }, body: { reason } }));
}
