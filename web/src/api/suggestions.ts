/** What the map suggests, and deciding it. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type Suggestion = Got<"/api/v1/suggestions">["items"][number];
export type SuggestionDecision = Got<"/api/v1/suggestions/decisions">["items"][number];

export const suggestionsQuery = queryOptions({
  queryKey: ["suggestions"],
  queryFn: () => body(api.GET("/api/v1/suggestions")),
  staleTime: 30_000,
});

export const suggestionDecisionsQuery = queryOptions({
  queryKey: ["suggestions", "decisions"],
  queryFn: () => body(api.GET("/api/v1/suggestions/decisions")),
});

/** Carry a suggestion out; `name` and `k` where it shall be otherwise. */
export function acceptSuggestion(wanted: { key: string; name: string; k: number | null; reason: string }) {
  return body(api.POST("/api/v1/suggestions/accept", { body: wanted }));
}

export async function refuseSuggestion(key: string, reason: string): Promise<void> {
  await body(api.POST("/api/v1/suggestions/refuse", { body: { keys: [key], reason } }));
}

export async function deferSuggestion(key: string, until: string): Promise<void> {
  await body(api.POST("/api/v1/suggestions/defer", { body: { keys: [key], until } }));
}

export async function askSuggestionAgain(key: string): Promise<void> {
  await body(api.POST("/api/v1/suggestions/ask-again", { body: { key } }));
}
