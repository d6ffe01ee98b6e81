/** Outcomes of collectors, worst first. */
import type { Agent, SectionOutcome } from "../../api/types";

const WORST_FIRST = ["failed", "partial", "not_available", "complete"];
const PROBLEMS = new Set(["failed", "partial"]);

function rank(outcome: string): number {
  const place = WORST_FIRST.indexOf(outcome);
  return place < 0 ? 0 : place;
}

export function isProblem(section: SectionOutcome): boolean {
  return PROBLEMS.has(section.outcome);
}

export function hasProblem(agent: Agent): boolean {
  return agent.sections.some(isProblem);
}

export function worstFirst(sections: readonly SectionOutcome[]): SectionOutcome[] {
  return [...sections].sort((a, b) => rank(a.outcome) - rank(b.outcome) || a.name.localeCompare(b.name));
}

/** How many sections have each outcome, worst first. */
export function counts(sections: readonly SectionOutcome[]): [outcome: string, count: number][] {
  const found = new Map<string, number>();
  for (const { outcome } of worstFirst(sections)) found.set(outcome, (found.get(outcome) ?? 0) + 1);
  return [...found];
}
