/** Words for the fixed vocabularies of the API. Unknown words are shown as they come, with spaces. */
import { t } from "./i18n";

function spaced(word: string): string {
  const text = word.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function stateWord(state: string): string {
  const words: Record<string, string> = {
    source: t("Source"),
    down: t("Down"),
    degraded: t("Degraded"),
    at_risk: t("At risk"),
    up: t("Up"),
    unknown: t("Not seen for long"),
  };
  return words[state] ?? spaced(state);
}

export const STATE_GLYPH: Record<string, string> = {
  source: "◎",
  down: "■",
  degraded: "▲",
  at_risk: "◆",
  up: "●",
  unknown: "○",
};

/** A CI's status as [state for the colour, glyph, word]. */
export function statusLook(status: string): readonly [string, string, string] {
  const looks: Record<string, readonly [string, string, string]> = {
    active: ["up", "●", t("Active")],
    stale: ["unknown", "○", t("Stale")],
    retired: ["unknown", "✕", t("Retired")],
    merged: ["unknown", "⇒", t("Merged")],
  };
  return looks[status] ?? ["unknown", "○", spaced(status)];
}

export function statusWord(status: string): string {
  return statusLook(status)[2];
}

/** The outcome of a section of a report as [state for the colour, glyph, word]. */
export function outcomeLook(outcome: string): readonly [string, string, string] {
  const looks: Record<string, readonly [string, string, string]> = {
    complete: ["up", "●", t("Complete")],
    partial: ["degraded", "▲", t("Partial")],
    failed: ["down", "■", t("Failed")],
    not_available: ["unknown", "○", t("Not available")],
  };
  return looks[outcome] ?? ["unknown", "○", spaced(outcome)];
}

/** "software_instance" as "Software instance", where the schema's label is not at hand. */
export function classWord(ciClass: string): string {
  return spaced(ciClass);
}

/** A relationship type as words: RUNS_ON as "runs on". */
export function typeWords(type: string): string {
  return type.toLowerCase().replaceAll("_", " ");
}
