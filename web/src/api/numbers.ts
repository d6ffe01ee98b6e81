/** How well incidents, changes and predictions went, and what each number is counted from. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type NumberList = Got<"/api/v1/numbers">;
export type NumberOut = NumberList["items"][number];
export type NumberGroup = NumberOut["groups"][number];
export type NumberDetail = Got<"/api/v1/numbers/{number_name}">;
export type BehindNumber = NumberDetail["items"][number];

export const BY = ["", "team", "service", "month", "class"] as const;
export type By = (typeof BY)[number];
/** What of everything is asked for: "" for any. */
export interface Chosen { days: number; team: string; service: string; month: string; ci_class: string; by: By }

const DAY_MS = 86_400_000;
const MOST_BEHIND = 500;

/** The start of the hour: a time that moves with every render would ask anew each time. */
function since(days: number): string {
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  return new Date(hour - days * DAY_MS).toISOString();
}

function asked({ days, ...chosen }: Chosen) {
  return { since: since(days), ...chosen };
}

export const numbersQuery = (chosen: Chosen) =>
  queryOptions({
    queryKey: ["numbers", "all", chosen],
    queryFn: () => body(api.GET("/api/v1/numbers", { params: { query: asked(chosen) } })),
    placeholderData: keepPreviousData,
  });

export const numberQuery = (name: string, chosen: Chosen) =>
  queryOptions({
    queryKey: ["numbers", "one", name, chosen],
    queryFn: () => body(api.GET("/api/v1/numbers/{number_name}", { params: { path: { number_name: name }, query: { ...asked(chosen), limit: MOST_BEHIND } } })),
    placeholderData: keepPreviousData,
  });

/** Where the numbers lie as a file. */
export function numbersFileHref({ days, ...chosen }: Chosen): string {
  const parameters = new URLSearchParams({ since: since(days), ...chosen, format: "csv" });
  return `/api/v1/numbers/export?${parameters.toString()}`;
}
