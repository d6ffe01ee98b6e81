/** Words for what scans come to. */
import { t } from "../../../locales/i18n";

type LookOf = readonly [state: string, glyph: string, word: string];

export function methodWord(method: string): string {
  return method.toUpperCase();
}

/** What an address came to. */
export function targetLook(state: string): LookOf {
  const looks: Record<string, LookOf> = {
    inventoried: ["up", "●", t("Inventoried")],
    reachable: ["at_risk", "◆", t("Reachable, not read")],
    failed: ["down", "■", t("Failed")],
    silent: ["unknown", "○", t("Silent")],
    not_reported: ["degraded", "▲", t("Not reported")],
  };
  return looks[state] ?? ["unknown", "○", state];
}

export function runLook(state: string): LookOf {
  const looks: Record<string, LookOf> = {
    running: ["source", "◎", t("Running")],
    done: ["up", "●", t("Done")],
    cancelled: ["unknown", "✕", t("Cancelled")],
  };
  return looks[state] ?? ["unknown", "○", state];
}

export function kindWord(kind: string): string {
  const words: Record<string, string> = { scheduled: t("by schedule"), now: t("on demand"), test: t("test of a credential"), trap: t("after a trap") };
  return words[kind] ?? kind;
}

export function stageWord(stage: string): string {
  const words: Record<string, string> = {
    seen: t("Seen on the wire"),
    reachable: t("Reachable"),
    opened: t("Credential worked"),
    inventoried: t("Inventoried"),
    fresh: t("Fresh"),
  };
  return words[stage] ?? stage;
}

export const FACT_KINDS = ["software", "activity", "forwarding"] as const;

export function factWord(kind: string): string {
  const words: Record<string, string> = {
    software: t("Installed packages"),
    activity: t("Programs, endpoints and connections"),
    forwarding: t("Where other devices are seen (forwarding, ARP)"),
  };
  return words[kind] ?? kind;
}
