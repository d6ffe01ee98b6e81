import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";

const POLL = 30_000;

export const agentsQuery = queryOptions({
  queryKey: ["agents"],
  queryFn: () => body(api.GET("/api/v1/agents")),
  refetchInterval: POLL,
});

export const parkedQuery = queryOptions({
  queryKey: ["parked"],
  queryFn: () => body(api.GET("/api/v1/parked", { params: { query: { limit: 500 } } })),
  refetchInterval: POLL,
});

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

export async function discardParked(uid: string): Promise<void> {
  await body(api.DELETE("/api/v1/parked/{uid}", { params: { path: { uid } } }));
}

export function createEnrolmentToken(name: string, expiresAt: string | null) {
  return body(
    api.POST("/api/v1/enrolment-tokens", { body: { name, network_scope: "default", expires_at: expiresAt } }),
  );
}

export async function revokeEnrolmentToken(tokenId: string): Promise<void> {
  await body(api.DELETE("/api/v1/enrolment-tokens/{token_id}", { params: { path: { token_id: tokenId } } }));
}
