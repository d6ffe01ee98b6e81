/** Software that licences count and nobody runs, and machines with several versions of a product. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type HarvestList = Got<"/api/v1/licences/harvest">;
export type Proposal = HarvestList["items"][number];
export type Decision = HarvestList["decisions"][number];
export type Answer = Decision["answer"];
export type UsageList = Got<"/api/v1/licences/usage">;
export type UsedSoftware = UsageList["items"][number];
export type UsageState = UsedSoftware["state"];
export type SeveralVersions = Got<"/api/v1/software/several-versions">["items"][number];

const MOST = 500;

export const harvestQuery = (days: number) =>
  queryOptions({
    queryKey: ["licences", "harvest", days],
    queryFn: () => body(api.GET("/api/v1/licences/harvest", { params: { query: { days } } })),
    placeholderData: keepPreviousData,
  });

export const usageQuery = (days: number, state: UsageState[]) =>
  queryOptions({
    queryKey: ["licences", "usage", days, state],
    queryFn: () => body(api.GET("/api/v1/licences/usage", { params: { query: { days, state, limit: MOST } } })),
    placeholderData: keepPreviousData,
  });

export const severalVersionsQuery = queryOptions({
  queryKey: ["software", "several versions"],
  queryFn: () => body(api.GET("/api/v1/software/several-versions", { params: { query: { limit: MOST } } })),
});

export const answerProposal = (uid: string, days: number, answer: Answer, reason: string) =>
  body(api.PUT("/api/v1/licences/harvest/{proposal_uid}", { params: { path: { proposal_uid: uid }, query: { days } }, body: { answer, reason } }));

export const takeBackAnswer = (uid: string) =>
  body(api.DELETE("/api/v1/licences/harvest/{proposal_uid}", { params: { path: { proposal_uid: uid } } }));
