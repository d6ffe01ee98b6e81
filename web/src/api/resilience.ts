/** Availability, cut sets, and what cannot start. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Situation } from "../components/instants";
import { api, body } from "./client";
import type { Got } from "./types";

export type Availability = Got<"/api/v1/cis/{uid}/availability">;
export type CutSet = Got<"/api/v1/cis/{uid}/cut-sets">["items"][number];
export type StartCircle = Got<"/api/v1/cannot-start">["items"][number];

const CUTS_SHOWN = 100;

export const availabilityQuery = (uid: string, situation: Situation) =>
  queryOptions({
    queryKey: ["availability", uid, situation],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/availability", { params: { path: { uid }, query: situation } })),
    staleTime: 60_000,
  });

export const cutSetsQuery = (uid: string, order: number, situation: Situation) =>
  queryOptions({
    queryKey: ["cut sets", uid, order, situation],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/cut-sets", { params: { path: { uid }, query: { ...situation, order, limit: CUTS_SHOWN } } })),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const cannotStartQuery = (situation: Situation) =>
  queryOptions({
    queryKey: ["cannot start", situation],
    queryFn: () => body(api.GET("/api/v1/cannot-start", { params: { query: { ...situation, limit: 500 } } })),
    staleTime: 30_000,
  });
