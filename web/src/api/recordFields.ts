/** Custom fields of records, as an administrator declares them. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type CustomFields = Got<"/api/v1/record-fields">;
export type CustomField = CustomFields["fields"][number];
export type CustomKind = CustomField["kind"];

/** Their names begin so, and those of no other field. */
export const CUSTOM = "x_";
export const CUSTOM_TYPES: readonly string[] = ["incident", "problem", "change"];
export const CUSTOM_KINDS: readonly CustomKind[] = ["line", "text", "number", "date", "choice", "ci", "person", "team"];

export const recordFieldsQuery = queryOptions({ queryKey: ["record-fields"], queryFn: () => body(api.GET("/api/v1/record-fields")) });

/** Saves what was read and edited; refused when somebody else saved others meanwhile. */
export function saveRecordFields(fields: readonly CustomField[], version: number): Promise<CustomFields> {
  return body(api.PUT("/api/v1/record-fields", { body: { fields: [...fields], version } }));
}
