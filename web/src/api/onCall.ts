/** Who of a team is on call: rotas, and who stands in. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type Rotas = Got<"/api/v1/on-call">;
export type Rota = Rotas["items"][number];
export type RotaTeam = Rotas["teams"][number];
export type Override = Rota["overrides"][number];
export type Shift = Got<"/api/v1/on-call/shifts">["items"][number];
export type RotaValues = Pick<Rota, "people" | "time_zone" | "starts_on" | "handover" | "days" | "assigns">;

const REFRESH_MS = 30_000;
const DAY_MS = 86_400_000;

export const rotasQuery = queryOptions({
  queryKey: ["on-call", "rotas"],
  queryFn: () => body(api.GET("/api/v1/on-call")),
  refetchInterval: REFRESH_MS,
});

/** Who of a team is on call in so many days from now on. */
export const shiftsQuery = (team: string, days: number) =>
  queryOptions({
    queryKey: ["on-call", "shifts", team, days],
    queryFn: async () => {
      const query = { team, since: new Date().toISOString(), until: new Date(Date.now() + days * DAY_MS).toISOString() };
      return (await body(api.GET("/api/v1/on-call/shifts", { params: { query } }))).items;
    },
  });

/** Saves a rota; refused when somebody else changed rotas since they were read. */
export function saveRota(team: string, values: RotaValues, version: number): Promise<Rotas> {
  return body(api.PUT("/api/v1/on-call/rotas/{team}", { params: { path: { team } }, body: { ...values, version } }));
}

export async function removeRota(team: string): Promise<void> {
  await api.DELETE("/api/v1/on-call/rotas/{team}", { params: { path: { team } } });
}

export function standIn(team: string, said: { person: string; starts_at: string; ends_at: string; reason: string }): Promise<Override> {
  return body(api.POST("/api/v1/on-call/rotas/{team}/overrides", { params: { path: { team } }, body: said }));
}

export async function takeBack(team: string, override: string): Promise<void> {
  await api.DELETE("/api/v1/on-call/rotas/{team}/overrides/{override_id}", { params: { path: { team, override_id: override } } });
}
