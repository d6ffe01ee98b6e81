/** Words of the pages about unused software. */
import type { Answer, UsageState, UsedSoftware } from "../../api/harvest";
import { t } from "../../locales/i18n";
import { fullName } from "../software/words";

export const USAGE_STATES: readonly UsageState[] = ["unused", "not_known", "used"];
export const DAYS = ["30", "90", "180", "365"] as const;

export function usageLook(state: UsageState): readonly [string, string, string] {
  const looks: Record<UsageState, readonly [string, string, string]> = {
    unused: ["degraded", "◐", t("Unused")],
    not_known: ["unknown", "○", t("Not known")],
    used: ["up", "●", t("Used")],
  };
  return looks[state];
}

export function answerLook(answer: Answer): readonly [string, string, string] {
  return answer === "accepted" ? ["up", "●", t("Accepted")] : ["unknown", "○", t("Refused")];
}

export function softwareOf({ edition, version, ...named }: Pick<UsedSoftware, "publisher" | "product" | "edition" | "version">): string {
  return [fullName(named), edition, version].filter(Boolean).join(" ");
}
