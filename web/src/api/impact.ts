import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { asOfQuery } from "../components/instants";
import { api, body } from "./client";

export type Direction = "impact" | "causes";
export type FailureState = "down" | "degraded";

/** The server draws at most this many CIs into one picture; counts and exports are complete. */
export const PICTURE_LIMIT = 5000;
/** The parts of a question's key that are not its time. */
const ASKED = 4;

export interface ImpactQuestion {
  uid: string;
  direction: Direction;
  state: FailureState;
  /** The instant of which the state counts; empty for now. */
  asOf: string;
}

export function pictureQuery({ uid, direction, state, asOf }: ImpactQuestion) {
  return queryOptions({
    queryKey: ["impact", uid, direction, state, asOf],
    queryFn: () =>
      body(
        api.GET("/api/v1/impact/{uid}", {
          params: { path: { uid }, query: { direction, state, limit: PICTURE_LIMIT, ...asOfQuery(asOf) } },
        }),
      ),
    // While somebody moves in time, the picture stays until the next one is there.
    placeholderData: (before, query) => (query?.queryKey.slice(0, ASKED).join() === ["impact", uid, direction, state].join() ? before : undefined),
    staleTime: 60_000,
  });
}

export function pathsQuery({ uid, direction, state, asOf }: ImpactQuestion, to: string) {
  return queryOptions({
    queryKey: ["impact", uid, direction, state, asOf, "paths", to],
    queryFn: () =>
      body(
        api.GET("/api/v1/impact/{uid}/paths", { params: { path: { uid }, query: { to, state, direction, ...asOfQuery(asOf) } } }),
      ),
    enabled: to !== "" && to !== uid,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Address of the complete list as a file. */
export function impactExport({ uid, direction, state, asOf }: ImpactQuestion, format: "csv" | "json"): string {
  return `/api/v1/impact/${encodeURIComponent(uid)}/export?${new URLSearchParams({ format, direction, state, ...asOfQuery(asOf) }).toString()}`;
}
