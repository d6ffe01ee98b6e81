/** Who is who: duplicate cases, decisions about them, values that identify nobody, identity cards. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import { type Pair, parts } from "./pairs";

/** The server gives at most so many cases at once; the others follow when these are decided. */
export const MOST_CASES = 500;

export function casesQuery(withDeferred: boolean) {
  const query = { with_deferred: withDeferred, limit: MOST_CASES };
  return queryOptions({
    queryKey: ["duplicates", "cases", withDeferred],
    queryFn: () => body(api.GET("/api/v1/duplicates", { params: { query } })),
  });
}

export const decisionsQuery = queryOptions({
  queryKey: ["duplicates", "decisions"],
  queryFn: () => body(api.GET("/api/v1/duplicates/decisions")),
});

export function comparisonQuery(left: string, right: string) {
  return queryOptions({
    queryKey: ["duplicates", "comparison", left, right],
    queryFn: () => body(api.GET("/api/v1/duplicates/comparison", { params: { query: { left_uid: left, right_uid: right } } })),
  });
}

export function cardQuery(uid: string) {
  return queryOptions({
    queryKey: ["ci", uid, "identity"],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/identity", { params: { path: { uid } } })),
  });
}

export const quarantineQuery = queryOptions({
  queryKey: ["duplicates", "quarantine"],
  queryFn: () => body(api.GET("/api/v1/quarantine")),
});

export type Verdict = "one" | "two";

/** Say of pairs that they are one or two; what became of each. */
export async function decidePairs(verdict: Verdict, pairs: readonly Pair[], reason: string) {
  const found = [];
  for (const some of parts(pairs)) {
    const { items } = await body(api.POST("/api/v1/duplicates/decisions", { body: { verdict, pairs: some, reason } }));
    found.push(...items);
  }
  return found;
}

export async function withdrawDecision(uid: string, reason = ""): Promise<void> {
  await body(api.POST("/api/v1/duplicates/decisions/{uid}/withdraw", { params: { path: { uid } }, body: { reason } }));
}

/** Do not ask about pairs until a time; null while nothing about them changes. */
export async function deferPairs(pairs: readonly Pair[], until: string | null): Promise<void> {
  for (const some of parts(pairs)) await body(api.POST("/api/v1/duplicates/deferrals", { body: { pairs: some, until } }));
}

export async function askAgain(pairs: readonly Pair[]): Promise<void> {
  for (const some of parts(pairs)) await body(api.POST("/api/v1/duplicates/deferrals/withdraw", { body: { pairs: some } }));
}

/** Give records of a CI to another one. */
export async function partCI(uid: string, records: string[], reason: string): Promise<void> {
  await body(api.POST("/api/v1/cis/{uid}/unmerge", { params: { path: { uid } }, body: { records, reason } }));
}

export type Pin = "junk" | "good" | "released";

export async function pinIdentifier(key: string, pin: Pin, reason: string): Promise<void> {
  await body(api.POST("/api/v1/quarantine/pin", { body: { key, pin, reason } }));
}
