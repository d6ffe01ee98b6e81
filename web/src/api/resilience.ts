/** Availability, cut sets, and what cannot start. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type Availability = Got<"/api/v1/cis/{uid}/availability">;
export type CutSet = Got<"/api/v1/cis/{uid}/cut-sets">["items"][number];
export type StartCircle = Got<"/api/v1/cannot-start">["items"][number];

const CUTS_SHOWN = 100;

export const availabilityQuery = (uid: string) =>
  queryOptions({
    queryKey: ["availability", uid],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/availability", { params: { path: { uid } } })),
    staleTime: 60_000,
  });

export const cutSetsQuery = (uid: string, order: number) =>
  queryOptions({
    queryKey: ["cut sets", uid, order],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/cut-sets", { params: { path: { uid }, query: { order, limit: CUTS_SHOWN } } })),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const cannotStartQuery = queryOptions({
  queryKey: ["cannot start"],
  queryFn: () => body(api.GET("/api/v1/cannot-start", { params: { query: { limit: 500 } } })),
  staleTime: 30_000,
});
