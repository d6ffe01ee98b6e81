import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Role } from "./types";

export const usersQuery = queryOptions({ queryKey: ["rights", "users"], queryFn: () => body(api.GET("/api/v1/users")) });
export const teamsQuery = queryOptions({ queryKey: ["rights", "teams"], queryFn: () => body(api.GET("/api/v1/teams")) });
export const rolesQuery = queryOptions({ queryKey: ["rights", "roles"], queryFn: () => body(api.GET("/api/v1/roles")) });
export const offerQuery = queryOptions({
  queryKey: ["oidc"],
  queryFn: () => body(api.GET("/api/v1/oidc")),
  staleTime: Infinity,
});
export const signOnQuery = queryOptions({ queryKey: ["oidc", "state"], queryFn: () => body(api.GET("/api/v1/oidc/state")) });

/** Where the browser goes to log in at the provider. */
export function signOnAddress(next: string): string {
  return `/api/v1/oidc/login?next=${encodeURIComponent(next)}`;
}

export function auditQuery(actor: string, action: string) {
  return infiniteQueryOptions({
    queryKey: ["audit", actor, action],
    queryFn: ({ pageParam }) =>
      body(api.GET("/api/v1/audit", { params: { query: { actor, action, cursor: pageParam, limit: 100 } } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function createUser(name: string, roles: string[], teams: string[]) {
  return body(api.POST("/api/v1/users", { body: { name, roles, teams } }));
}

export async function changeUser(name: string, roles: string[], teams: string[]): Promise<void> {
  await body(api.PUT("/api/v1/users/{name}", { params: { path: { name } }, body: { roles, teams } }));
}

export function resetPassword(name: string) {
  return body(api.POST("/api/v1/users/{name}/password", { params: { path: { name } } }));
}

export async function removeUser(name: string): Promise<void> {
  await body(api.DELETE("/api/v1/users/{name}", { params: { path: { name } } }));
}

export async function saveTeam(name: string, description: string, roles: string[]): Promise<void> {
  await body(api.PUT("/api/v1/teams/{name}", { params: { path: { name } }, body: { description, roles } }));
}

export async function removeTeam(name: string): Promise<void> {
  await body(api.DELETE("/api/v1/teams/{name}", { params: { path: { name } } }));
}

export async function saveRole({ name, description, permissions, grants }: Omit<Role, "is_built_in">): Promise<void> {
  await body(api.PUT("/api/v1/roles/{name}", { params: { path: { name } }, body: { description, permissions, grants } }));
}

export async function removeRole(name: string): Promise<void> {
  await body(api.DELETE("/api/v1/roles/{name}", { params: { path: { name } } }));
}
