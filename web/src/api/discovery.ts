import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";

const POLL = 30_000;
const MAX_BLOCK = 500;

export const agentsQuery = queryOptions({
  queryKey: ["agents"],
  queryFn: () => body(api.GET("/api/v1/agents")),
  refetchInterval: POLL,
});

const PARKED_BLOCK = 100;

/** Which parked items: for a reason, with a text; "" for any. */
export interface ParkedFilter {
  reason: string;
  q: string;
}

const ALL_PARKED: ParkedFilter = { reason: "", q: "" };

function parkedPage(wanted: ParkedFilter, offset: number, limit: number) {
  return body(api.GET("/api/v1/parked", { params: { query: { ...wanted, offset, limit } } }));
}

export function parkedQuery(wanted: ParkedFilter) {
  return infiniteQueryOptions({
    queryKey: ["parked", wanted],
    queryFn: ({ pageParam }) => parkedPage(wanted, pageParam, PARKED_BLOCK),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const shown = pages.reduce((sum, page) => sum + page.items.length, 0);
      return last.items.length > 0 && shown < last.total ? shown : undefined;
    },
    placeholderData: keepPreviousData,
    refetchInterval: POLL,
  });
}

export const parkedReasonsQuery = queryOptions({
  queryKey: ["parked", "reasons"],
  queryFn: () => body(api.GET("/api/v1/parked/reasons")),
  refetchInterval: POLL,
});

/** How many items are parked, for who does not look at them. */
export const parkedCountQuery = queryOptions({
  queryKey: ["parked", "count"],
  queryFn: async () => {
    const { total, hidden } = await parkedPage(ALL_PARKED, 0, 0);
    return total + hidden;
  },
  refetchInterval: POLL,
});

/** The uids of everything that is parked now and passes a filter. */
export async function allParked(wanted: ParkedFilter): Promise<string[]> {
  const uids = new Set<string>();
  let offset = 0;
  for (;;) {
    const { items, total } = await parkedPage(wanted, offset, MAX_BLOCK);
    for (const item of items) uids.add(item.uid);
    offset += items.length;
    if (items.length === 0 || offset >= total) return [...uids];
  }
}

export const enrolmentTokensQuery = queryOptions({
  queryKey: ["enrolment-tokens"],
  queryFn: () => body(api.GET("/api/v1/enrolment-tokens")),
});

export async function removeAgent(agentId: string): Promise<void> {
  await body(api.DELETE("/api/v1/agents/{agent_id}", { params: { path: { agent_id: agentId } } }));
}

export function retryParked(uid: string) {
  return body(api.POST("/api/v1/parked/{uid}/retry", { params: { path: { uid } } }));
}

export async function discardParked(uid: string, reason: string): Promise<void> {
  await body(api.DELETE("/api/v1/parked/{uid}", { params: { path: { uid }, query: { reason } } }));
}

export interface WantedEnrolmentToken {
  name: string;
  network_scope: string;
  expires_at: string | null;
  /** How many it lets in; 0 for any number. */
  max_uses: number;
  /** Whom it lets in. */
  kind: "agent" | "collector";
}

export function createEnrolmentToken(wanted: WantedEnrolmentToken) {
  return body(api.POST("/api/v1/enrolment-tokens", { body: wanted }));
}

export async function revokeEnrolmentToken(tokenId: string): Promise<void> {
  await body(api.DELETE("/api/v1/enrolment-tokens/{token_id}", { params: { path: { token_id: tokenId } } }));
}
