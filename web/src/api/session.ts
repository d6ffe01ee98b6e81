import { queryOptions } from "@tanstack/react-query";

import { api, body, setCsrfToken } from "./client";
import type { Me } from "./types";

const FIVE_MINUTES = 300_000;

function remember(me: Me): Me {
  setCsrfToken(me.csrf_token);
  return me;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => remember(await body(api.GET("/api/v1/me"))),
  staleTime: FIVE_MINUTES,
});

export const schemaQuery = queryOptions({
  queryKey: ["schema"],
  queryFn: () => body(api.GET("/api/v1/schema")),
  staleTime: Infinity,
});

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: () => body(api.GET("/api/v1/health")),
});

export async function logIn(username: string, password: string): Promise<Me> {
  return remember(await body(api.POST("/api/v1/session", { body: { username, password } })));
}

export async function logOut(): Promise<void> {
  await body(api.DELETE("/api/v1/session"));
}

export async function savePreferences(preferences: Me["preferences"]): Promise<Me> {
  return remember(await body(api.PATCH("/api/v1/me", { body: { preferences } })));
}

export async function changePassword(current: string, wanted: string): Promise<void> {
  await body(
    api.POST("/api/v1/me/password", { body: { current_password: current, new_password: wanted } }),
  );
}
