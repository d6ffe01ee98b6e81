/** Templates of records, and standard changes. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type Template = Got<"/api/v1/record-templates">["items"][number];
export type StandardRule = Got<"/api/v1/standard-change-rule">;

export const templatesQuery = (type: string) =>
  queryOptions({
    queryKey: ["templates", "list", type],
    queryFn: async () => (await body(api.GET("/api/v1/record-templates", { params: { query: { type } } }))).items,
  });

export const standardRuleQuery = queryOptions({ queryKey: ["templates", "rule"], queryFn: () => body(api.GET("/api/v1/standard-change-rule")) });

export function templateOfRecord(number: string, name: string, help: string): Promise<Template> {
  return body(api.POST("/api/v1/record-templates", { body: { name, help, from_record: number, type: "", values: {}, affects: [], tasks: [], needs: [] } }));
}

export type PlannedTask = Template["tasks"][number];
export type TemplateWords = Pick<Template, "name" | "type" | "help" | "values" | "tasks" | "needs"> & { affects: string[] };

/** Keeps a new template, or lets the one that was read say something else; refused when it is another one by now. */
export function keepTemplate(wanted: TemplateWords, of: Template | null): Promise<Template> {
  const said = { ...wanted, from_record: "" };
  if (of === null) return body(api.POST("/api/v1/record-templates", { body: said }));
  const params = { path: { template_id: of.template_id }, header: { "if-match": `"${String(of.revision)}"` } };
  return body(api.PUT("/api/v1/record-templates/{template_id}", { params, body: said }));
}

const at = ({ template_id }: Template) => ({ params: { path: { template_id } } });

export const approveTemplate = (template: Template, reason: string) =>
  body(api.POST("/api/v1/record-templates/{template_id}/approval", { ...at(template), body: { reason } }));

export const withdrawApproval = (template: Template) => body(api.DELETE("/api/v1/record-templates/{template_id}/approval", at(template)));

export async function removeTemplate(template: Template): Promise<void> {
  await body(api.DELETE("/api/v1/record-templates/{template_id}", at(template)));
}

export const saveStandardRule = ({ failures, of_last, version }: StandardRule) =>
  body(api.PUT("/api/v1/standard-change-rule", { body: { failures, of_last, version } }));
