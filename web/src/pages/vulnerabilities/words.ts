/** Words of the pages on vulnerabilities. */
import type { Accepted, Severity, Vulnerability, VulnerabilityTable } from "../../api/vulnerabilities";
import { t } from "../../locales/i18n";

export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "none", "unknown"];

export function severityLook(severity: Severity): readonly [string, string, string] {
  const looks: Record<Severity, readonly [string, string, string]> = {
    critical: ["down", "■", t("Critical")],
    high: ["down", "▲", t("High")],
    medium: ["degraded", "◐", t("Medium")],
    low: ["at_risk", "◇", t("Low")],
    none: ["up", "●", t("None")],
    unknown: ["unknown", "○", t("Not scored")],
  };
  return looks[severity];
}

export function fixWord(fix: Vulnerability["fix"]): string {
  const words: Record<Vulnerability["fix"], string> = { all: t("Repaired version known"), some: t("For some packages"), none: t("No repair known") };
  return words[fix];
}

export function tableLook({ state }: VulnerabilityTable): readonly [string, string, string] {
  const looks: Record<VulnerabilityTable["state"], readonly [string, string, string]> = {
    running: ["degraded", "◐", t("Comes in")],
    done: ["up", "●", t("Taken in")],
    failed: ["down", "■", t("Refused")],
    cut_off: ["degraded", "◐", t("Cut off: send it again")],
  };
  return looks[state];
}

export function acceptedLook({ is_expired: isExpired }: Accepted): readonly [string, string, string] {
  return isExpired ? ["degraded", "◐", t("Expired")] : ["up", "●", t("Holds")];
}

export function criticalityWord(criticality: number): string {
  return [t("not said"), t("low"), t("medium"), t("high"), t("vital")][criticality] ?? String(criticality);
}

export function cveHref(cve: string): string {
  return `/vulnerabilities/${encodeURIComponent(cve)}`;
}
