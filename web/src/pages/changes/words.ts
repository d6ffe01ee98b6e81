/** Words and looks of changes. */
import type { ComparedCI, ImplementationStep, RunSignal, StepState } from "../../api/changeRuns";
import type { Assessment, Ballot, Colliding } from "../../api/changes";
import type { NoiseFilter } from "../../api/unauthorised";
import { t } from "../../locales/i18n";

type LookOf = readonly [state: string, glyph: string, word: string];

export function riskLook({ level, score }: Pick<Assessment, "level" | "score">): LookOf {
  const words = { low: t("low"), medium: t("medium"), high: t("high") };
  const word = t("Risk {level}, {score} points", { level: words[level], score });
  if (level === "high") return ["down", "■", word];
  return level === "medium" ? ["degraded", "▲", word] : ["up", "●", word];
}

export function verdictLook(verdict: Ballot["verdict"]): LookOf {
  if (verdict === "approved") return ["up", "●", t("Approved")];
  return verdict === "rejected" ? ["down", "■", t("Refused")] : ["source", "◎", t("Open")];
}

export function collisionWord(word: string): string {
  const words: Record<string, string> = {
    same_ci: t("the same CI"), dependency: t("a dependency"), shared: t("the same services"), joint: t("together they take the redundancy"),
  };
  return words[word] ?? word;
}

/** The names of what a collision is about. */
export function collidingNames({ same_ci, needed, shared_services, joint_services }: Colliding): string {
  const names = [...same_ci, ...needed, ...shared_services, ...joint_services].map(({ name }) => name);
  return [...new Set(names)].join(", ");
}

/** What is not sure on the way of a change, as far as there is any of it. */
export function unsureWords({ stale, stale_edges, assumed, peers, programs, gone }: Assessment["unsure"]): string[] {
  const counted: [number, (count: number) => string][] = [
    [stale.length, (count) => t("{count, plural, one {# CI} other {# CIs}} not seen for long", { count })],
    [stale_edges, (count) => t("{count, plural, one {# relationship} other {# relationships}} not confirmed for long", { count })],
    [assumed, (count) => t("{count} assumed", { count })],
    [peers, (count) => t("{count, plural, one {# unknown address} other {# unknown addresses}}", { count })],
    [programs, (count) => t("{count, plural, one {# unknown program} other {# unknown programs}}", { count })],
    [gone, (count) => t("{count, plural, one {# CI of it is} other {# CIs of it are}} no longer in use", { count })],
  ];
  return counted.filter(([count]) => count > 0).map(([count, said]) => said(count));
}

export function stepLook(state: string): LookOf {
  const looks: Record<string, LookOf> = {
    started: ["source", "◎", t("Started")], done: ["up", "●", t("Done")], failed: ["down", "■", t("Failed")], skipped: ["unknown", "○", t("Skipped")],
  };
  return looks[state] ?? ["unknown", "○", t("Waiting")];
}

/** What may be said of a step now: of those of the plan while it is carried out, of the way back while it is backed out. */
export function waysOfStep(state: string, { state: at, is_back }: Pick<ImplementationStep, "state" | "is_back">): [StepState, string][] {
  if (state !== (is_back ? "backing_out" : "implementation")) return [];
  if (at === "waiting") return [["started", t("Start")], ["done", t("Done")], ["failed", t("Failed…")], ["skipped", t("Skip…")]];
  if (at === "started") return [["done", t("Done")], ["failed", t("Failed…")]];
  return at === "failed" ? [["started", t("Start again")]] : [];
}

export function signalKindLook(kind: RunSignal["kind"]): LookOf {
  const looks: Record<RunSignal["kind"], LookOf> = {
    expected: ["up", "●", t("Expected")], unexpected: ["down", "■", t("Not expected")], elsewhere: ["unknown", "○", t("Elsewhere")],
  };
  return looks[kind];
}

export function verdictOfRunLook(verdict: ComparedCI["verdict"]): LookOf {
  const looks: Record<ComparedCI["verdict"], LookOf> = {
    hit: ["up", "●", t("as foretold")], worse: ["down", "■", t("worse than foretold")], unexpected: ["down", "■", t("not foretold")],
    missing: ["degraded", "▲", t("foretold, not seen")], elsewhere: ["unknown", "○", t("elsewhere")], unwatched: ["unknown", "○", t("not watched")],
  };
  return looks[verdict];
}

export function noiseLook(status: NoiseFilter["status"]): LookOf {
  const looks: Record<NoiseFilter["status"], LookOf> = { proposed: ["source", "◎", t("Proposed")], on: ["up", "●", t("Left out")], off: ["unknown", "○", t("Shown")] };
  return looks[status];
}

/** What a number of the policy of approvals says. */
export function policyWord(name: string): string {
  const words: Record<string, string> = {
    medium_from: t("A risk is medium from these points on"), high_from: t("A risk is high from these points on"),
    quorum_low: t("Members of the board where the risk is low"), quorum_medium: t("Members of the board where it is medium"),
    quorum_high: t("Members of the board where it is high"), quorum_emergency: t("Members of the board in an emergency"),
    asks_owners: t("Owners of services that go down or are degraded approve too"),
  };
  return words[name] ?? name;
}
