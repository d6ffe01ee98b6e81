/** Single points of failure and accepted risks. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Situation } from "../components/instants";
import { api, body } from "./client";
import type { Got } from "./types";

export type SinglePointPage = Got<"/api/v1/single-points">;
export type SinglePoint = SinglePointPage["items"][number];
export type ShownRemedy = NonNullable<SinglePoint["remedies"]>[number];
export type AcceptedRisk = NonNullable<SinglePoint["accepted"]>;
export type ListedRisk = Got<"/api/v1/accepted-risks">["items"][number];

export interface AskedPoints extends Situation {
  level: "down" | "degraded";
  service: string;
  query: string;
  compare_with: string;
  with_accepted: boolean;
  offset: number;
  limit: number;
}

const WHILE_COMPUTED_MS = 1_000;

function parametersOf({ compare_with: since, ...asked }: AskedPoints) {
  return { ...asked, ...(since && { compare_with: since }) };
}

/** A part of the report; while one is being made it is asked for again. */
export const singlePointsQuery = (asked: AskedPoints) =>
  queryOptions({
    queryKey: ["single points", asked],
    queryFn: () => body(api.GET("/api/v1/single-points", { params: { query: parametersOf(asked) } })),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (typeof state.data?.progress === "number" ? WHILE_COMPUTED_MS : false),
  });

export const singlePointQuery = (uid: string, situation: Situation) =>
  queryOptions({
    queryKey: ["single points", "of", uid, situation],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/single-point", { params: { path: { uid }, query: situation } })),
  });

export const pointDaysQuery = queryOptions({
  queryKey: ["single points", "days"],
  queryFn: () => body(api.GET("/api/v1/single-points/days", { params: { query: { days: 365 } } })),
});

export const acceptedRisksQuery = queryOptions({
  queryKey: ["single points", "risks"],
  queryFn: () => body(api.GET("/api/v1/accepted-risks")),
});

/** Where the whole report can be had as a file. */
export function pointsExport(asked: AskedPoints, format: "csv" | "xlsx"): string {
  const said = Object.entries(parametersOf(asked)).filter(([name]) => name !== "offset" && name !== "limit").map(([name, value]) => [name, String(value)]);
  return `/api/v1/single-points/export?${new URLSearchParams([...said, ["format", format]]).toString()}`;
}

export async function acceptRisk(uid: string, reason: string, until: string): Promise<void> {
  await body(api.PUT("/api/v1/cis/{uid}/accepted-risk", { params: { path: { uid } }, body: { reason, until } }));
}

export async function withdrawRisk(uid: string): Promise<void> {
  await body(api.DELETE("/api/v1/cis/{uid}/accepted-risk", { params: { path: { uid } } }));
}
