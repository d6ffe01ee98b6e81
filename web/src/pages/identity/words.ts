/** Words for identifiers, for why a person is asked and for what was decided. */
import type { DuplicateCase, Evidence, IdentityDecision } from "../../api/types";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";

export type LookOf = readonly [state: string, glyph: string, word: string];

const SPELT = new Map(["UUID", "ID", "MAC", "FQDN", "IP"].map((word) => [word.toLowerCase(), word]));

/** How an identification rule is called: system_uuid as "System UUID". */
export function ruleWord(rule: string): string {
  const text = rule.split("_").map((word) => SPELT.get(word) ?? word).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether an identifier is one that may not be seen; two of these need not be the same. */
export function isHidden(key: string): boolean {
  return key.endsWith(":(hidden)");
}

/** What of an identifier is its value: behind the rule that made it and the scope in which that holds. */
export function valueOf(key: string, rule: string): string {
  const at = key.startsWith(`${rule}:`) ? 0 : key.indexOf(`:${rule}:`) + 1;
  return at > 0 || key.startsWith(`${rule}:`) ? key.slice(at + rule.length + 1) : key;
}

/** A score with its sign, as +80 or −100. */
export function signed(score: number): string {
  return score < 0 ? `−${-score}` : `+${score}`;
}

/** A sum of scores; as the single ones it has a true minus. */
export function points(score: number): string {
  return score < 0 ? `−${formatNumber(-score)}` : formatNumber(score);
}

/** All evidence in one line, what says most first. */
export function evidenceLine(evidence: readonly Evidence[]): string {
  return [...evidence]
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .map(({ rule, score }) => `${ruleWord(rule)} ${signed(score)}`)
    .join(" · ");
}

/** Why a person is asked. */
export function kindLook(kind: string): LookOf {
  const looks: Record<string, LookOf> = {
    contradiction: ["degraded", "▲", t("Contradiction")],
    contested: ["at_risk", "◆", t("Contested value")],
    ambiguous: ["source", "◎", t("Fits several")],
    weak: ["unknown", "○", t("Little in common")],
  };
  return looks[kind] ?? ["unknown", "○", kind];
}

/** What came of comparing two CIs. */
export function outcomeLook(outcome: string): LookOf {
  const looks: Record<string, LookOf> = {
    asked: ["degraded", "▲", t("Asked")],
    rejected: ["unknown", "○", t("Rejected")],
    one: ["up", "●", t("One machine")],
    two: ["source", "◎", t("Two machines")],
  };
  return looks[outcome] ?? ["unknown", "○", outcome];
}

/** Whether an identifier counts. */
export function standingLook(state: string): LookOf {
  const looks: Record<string, LookOf> = {
    quarantined: ["down", "■", t("Quarantined")],
    contested: ["degraded", "▲", t("Contested")],
    junk: ["down", "✕", t("Never counts")],
    good: ["up", "●", t("Always counts")],
  };
  return looks[state] ?? ["unknown", "○", state];
}

export function decisionLook({ verdict, is_withdrawn: isWithdrawn, rested_on: restedOn }: IdentityDecision): LookOf {
  if (isWithdrawn) return ["unknown", "↺", t("Taken back")];
  if (restedOn.length > 0) return ["at_risk", "▲", t("One machine, in doubt")];
  return verdict === "one" ? ["up", "●", t("One machine")] : ["source", "◎", t("Two machines")];
}

/** A CI by its name, by its id where it has none. */
export function nameOf({ name, uid }: { name: string; uid: string }): string {
  return name === "" ? uid : name;
}

/** Both names of a case. */
export function pairName({ left, right }: Pick<DuplicateCase, "left" | "right">): string {
  return `${nameOf(left)} / ${nameOf(right)}`;
}

export function pairOf({ left, right }: Pick<DuplicateCase, "left" | "right">) {
  return { left_uid: left.uid, right_uid: right.uid };
}

/** The address of CIs side by side. */
export function compareHref(uids: readonly string[]): string {
  return hrefOf("/duplicates/compare", { ci: uids });
}
