/** Reconciliation rules and data sources. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import { Problem } from "./problem";
import type { Rule, RulesDryRun } from "./types";

const SAMPLES = 20;

export const rulesQuery = queryOptions({
  queryKey: ["rules"],
  queryFn: () => body(api.GET("/api/v1/rules")),
});

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: () => body(api.GET("/api/v1/sources")),
});

export function previewRules(rules: Rule[], uid: string) {
  return body(api.POST("/api/v1/rules/preview", { body: { rules, uid } }));
}

function added(one: RulesDryRun, next: RulesDryRun): RulesDryRun {
  const counts = new Map(one.by_attribute.map(({ attribute, changed }) => [attribute, changed]));
  for (const { attribute, changed } of next.by_attribute) counts.set(attribute, (counts.get(attribute) ?? 0) + changed);
  return {
    ...next,
    checked: one.checked + next.checked,
    changed: one.changed + next.changed,
    by_attribute: [...counts].map(([attribute, changed]) => ({ attribute, changed })),
    samples: [...one.samples, ...next.samples].slice(0, SAMPLES),
  };
}

/** Tries rules on all that is stored, some seconds at a time; `progress` hears how far it is. */
export async function dryRunRules(rules: Rule[], progress: (found: RulesDryRun) => void): Promise<RulesDryRun> {
  let found = await body(api.POST("/api/v1/rules/dry-run", { body: { rules, after: "" } }));
  while (found.after !== "") {
    progress(found);
    found = added(found, await body(api.POST("/api/v1/rules/dry-run", { body: { rules, after: found.after } })));
  }
  return found;
}

/** Saves rules and applies them; `progress` hears how many CIs are left. Answers how many changed. */
export async function saveRules(
  wanted: { rules: Rule[]; reason: string; version: number; confirmed: number | null },
  progress: (left: number) => void,
): Promise<number> {
  await body(api.PUT("/api/v1/rules", { body: wanted }));
  let changed = 0;
  for (;;) {
    const done = await body(api.POST("/api/v1/rules/apply"));
    changed += done.changed;
    if (done.left === 0) return changed;
    progress(done.left);
  }
}

/** How many CIs rules would change, when they were refused because these are most. */
export function tooBroad(error: Error | null): number | null {
  if (!(error instanceof Problem) || error.body.code !== "rules_too_broad") return null;
  return (error.body as { changed?: number }).changed ?? null;
}

/** Takes back all that a source said. */
export async function withdrawSource(source: string, reason: string): Promise<void> {
  for (;;) {
    const { left } = await body(api.POST("/api/v1/sources/withdraw", { body: { source, reason } }));
    if (left === 0) return;
  }
}
