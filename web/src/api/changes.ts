/** Changes: what one does, who votes on it, when it is planned. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { RecordDetail, Values } from "./records";
import type { Got } from "./types";

export type Assessment = Got<"/api/v1/changes/{number}/assessment">;
export type Colliding = Assessment["collisions"][number];
export type Calendar = Got<"/api/v1/changes/calendar">;
export type PlannedChange = Calendar["items"][number];
export type ChangeRules = Got<"/api/v1/change-rules">;
export type Freeze = ChangeRules["freezes"][number];
export type MaintenanceWindow = ChangeRules["windows"][number];
export type Policy = ChangeRules["policy"];
export type ApprovalGroup = Policy["groups"][number];
export type Need = Ballot["needs"][number];
export type Ballot = NonNullable<RecordDetail["ballot"]>;

const REFRESH_MS = 30_000;

export interface Draft {
  values: Values;
  affects: string[];
  number: string;
}

/** What a change would do as it stands in a form; nothing is asked before it names a CI. */
export const draftAssessmentQuery = (draft: Draft) =>
  queryOptions({
    queryKey: ["changes", "draft", draft],
    queryFn: () => body(api.POST("/api/v1/change-assessments", { body: { ...draft, values: { ...draft.values } } })),
    enabled: draft.affects.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Kept under the revision too: what is planned anew is assessed anew. */
export const assessmentQuery = (number: string, revision: number) =>
  queryOptions({
    queryKey: ["changes", "assessment", number, revision],
    queryFn: () => body(api.GET("/api/v1/changes/{number}/assessment", { params: { path: { number } } })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });

export const calendarQuery = (since: string, until: string) =>
  queryOptions({
    queryKey: ["changes", "calendar", since, until],
    queryFn: () => body(api.GET("/api/v1/changes/calendar", { params: { query: { since, until } } })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });

export const changeRulesQuery = queryOptions({
  queryKey: ["changes", "rules"],
  queryFn: () => body(api.GET("/api/v1/change-rules")),
});

/** Votes on the facts that were looked at; refused when they are others by now. */
export function voteOn(number: string, vote: "yes" | "no", reason: string, factsOf: string): Promise<RecordDetail> {
  const said = { vote, reason, on_behalf_of: "", facts_of: factsOf };
  return body(api.POST("/api/v1/records/{number}/votes", { params: { path: { number } }, body: said }));
}

/** Rules in place of those that were read; refused when somebody else saved others meanwhile. */
export function saveChangeRules({ freezes, windows, policy, version }: Pick<ChangeRules, "freezes" | "windows" | "policy" | "version">): Promise<ChangeRules> {
  return body(api.PUT("/api/v1/change-rules", { body: { freezes, windows, policy, version } }));
}
