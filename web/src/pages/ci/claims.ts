/** Why a claim won: the rule of reconciliation, which knows priorities of kinds of sources and no time. */
import type { CIAttribute, Schema } from "../../api/types";
import { t } from "../../locales/i18n";

export type Claim = CIAttribute["claims"][number];
export type Priorities = ReadonlyMap<string, { label: string; priority: number }>;

export function prioritiesOf(sources: Schema["data_sources"]): Priorities {
  return new Map(sources.map(({ name, label, priority }) => [name, { label, priority }]));
}

function priorityOf(claim: Claim, priorities: Priorities): number {
  return priorities.get(claim.source.kind)?.priority ?? 0;
}

/** The claims as reconciliation ranks them: the first one counts. */
export function ranked(claims: readonly Claim[], priorities: Priorities): Claim[] {
  const byKey = (a: Claim, b: Claim) => (a.source.key < b.source.key ? -1 : a.source.key > b.source.key ? 1 : 0);
  return [...claims].sort((a, b) => priorityOf(b, priorities) - priorityOf(a, priorities) || byKey(a, b));
}

function named(claim: Claim, priorities: Priorities): string {
  const { kind } = claim.source;
  const label = priorities.get(kind)?.label ?? kind;
  return t("{source} (priority {priority})", { source: label, priority: priorityOf(claim, priorities) });
}

/** One sentence on why the value is what it is. */
export function reasonFor(attribute: CIAttribute, priorities: Priorities): string {
  if (!attribute.source) return t("No source claims it; it is what the CI is called by.");
  const [winner, next] = ranked(attribute.claims, priorities);
  if (!winner) return t("Its source has withdrawn it; the last known value stays.");
  if (!next) return t("Only this source says it.");
  const names = { winner: named(winner, priorities), next: named(next, priorities) };
  if (priorityOf(winner, priorities) > priorityOf(next, priorities)) return t("{winner} counts more than {next}.", names);
  return t("Its sources count the same: {winner}. Then the key that sorts first decides, so that the order of arrival cannot matter.", names);
}

/** Whether sources disagree. */
export function isDisputed({ claims }: CIAttribute): boolean {
  return new Set(claims.map(({ value }) => JSON.stringify(value))).size > 1;
}
