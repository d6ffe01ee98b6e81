/** What-if scenarios: an impact question with what is to be different, under a name. */
import { queryOptions } from "@tanstack/react-query";

import { asOfQuery } from "../components/instants";
import { api, body } from "./client";
import type { Scenario, ScenarioWanted } from "./types";

export const scenariosQuery = queryOptions({
  queryKey: ["scenarios"],
  queryFn: async () => (await body(api.GET("/api/v1/scenarios"))).items,
});

/** What is worse or better in a scenario than as things are, or than in another one. */
export function comparisonQuery(scenario_id: string, asOf: string, other = "") {
  return queryOptions({
    queryKey: ["scenarios", scenario_id, "comparison", asOf, other],
    queryFn: () => body(api.GET("/api/v1/scenarios/{scenario_id}/comparison", { params: { path: { scenario_id }, query: { ...asOfQuery(asOf), other } } })),
    enabled: scenario_id !== "",
  });
}

export function saveScenario(wanted: ScenarioWanted): Promise<Scenario> {
  return body(api.POST("/api/v1/scenarios", { body: wanted }));
}

/** Replaces what was read; refused when somebody else changed it meanwhile. */
export function replaceScenario({ scenario_id, revision }: Scenario, wanted: ScenarioWanted): Promise<Scenario> {
  const params = { path: { scenario_id }, header: { "if-match": `"${revision}"` } };
  return body(api.PUT("/api/v1/scenarios/{scenario_id}", { params, body: wanted }));
}

export async function deleteScenario({ scenario_id, revision }: Scenario): Promise<void> {
  const params = { path: { scenario_id }, header: { "if-match": `"${revision}"` } };
  await api.DELETE("/api/v1/scenarios/{scenario_id}", { params });
}
