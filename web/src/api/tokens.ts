import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";

export const SCOPES = ["read", "write", "report", "traces", "signals", "work", "calendar", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: () => body(api.GET("/api/v1/tokens")),
});

export function createToken(name: string, scope: Scope, expiresAt: string | null, roles: string[]) {
  return body(api.POST("/api/v1/tokens", { body: { name, scope, expires_at: expiresAt, roles } }));
}

export async function revokeToken(tokenId: string): Promise<void> {
  await body(api.DELETE("/api/v1/tokens/{token_id}", { params: { path: { token_id: tokenId } } }));
}
