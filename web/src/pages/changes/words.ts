/** Words and looks of changes. */
import type { Assessment, Ballot, Colliding } from "../../api/changes";
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
