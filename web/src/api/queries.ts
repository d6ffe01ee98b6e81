/** Questions of the filter language: understanding a text, what can be asked, and the questions that people keep. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { SavedQuery, Understood } from "./types";

export const queryFieldsQuery = queryOptions({
  queryKey: ["query-fields"],
  queryFn: async () => (await body(api.GET("/api/v1/queries/fields"))).fields,
  staleTime: Infinity,
});

/** How a text is understood; a text that cannot be is an error with the place of the mistake. */
export function parseQuery(text: string) {
  return queryOptions<Understood>({
    queryKey: ["query-parse", text],
    queryFn: ({ signal }) => body(api.GET("/api/v1/queries/parse", { params: { query: { query: text } }, signal })),
    enabled: text.trim() !== "",
    retry: false,
    staleTime: Infinity,
  });
}

/** Values of a field that start with a text. */
export function queryValues(field: string, starting: string) {
  return queryOptions({
    queryKey: ["query-values", field, starting],
    queryFn: async ({ signal }) =>
      (await body(api.GET("/api/v1/queries/values", { params: { query: { field, starting } }, signal }))).values,
    staleTime: 60_000,
  });
}

export const savedQueriesQuery = queryOptions({
  queryKey: ["saved-queries"],
  queryFn: async () => (await body(api.GET("/api/v1/queries"))).items,
});

export function saveQuery(wanted: { name: string; query: string; is_shared: boolean; page?: ViewedPage; team?: string }): Promise<SavedQuery> {
  return body(api.POST("/api/v1/queries", { body: { page: "", team: "", ...wanted } }));
}

/** Pages whose lists have saved views. */
export type ViewedPage = "incidents" | "problems" | "changes" | "assets";

export const savedViewsQuery = (page: ViewedPage) =>
  queryOptions({
    queryKey: ["saved-views", page],
    queryFn: async () => (await body(api.GET("/api/v1/queries", { params: { query: { page } } }))).items,
  });

/** Changes what was read; refused when somebody else changed it meanwhile. */
export function changeQuery(
  { query_id, revision }: SavedQuery, changes: { name?: string; query?: string; is_shared?: boolean; team?: string },
): Promise<SavedQuery> {
  const params = { path: { query_id }, header: { "if-match": `"${revision}"` } };
  return body(api.PATCH("/api/v1/queries/{query_id}", { params, body: changes }));
}

export async function deleteQuery({ query_id, revision }: SavedQuery): Promise<void> {
  const params = { path: { query_id }, header: { "if-match": `"${revision}"` } };
  await api.DELETE("/api/v1/queries/{query_id}", { params });
}
