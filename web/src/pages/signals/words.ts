/** Severities and health as words, glyphs and colours. */
import type { Severity, SignalState } from "../../api/signals";
import { t } from "../../locales/i18n";

type Look = readonly [state: string, glyph: string, word: string];

export function severityLook(severity: string): Look {
  if (severity === "critical") return ["down", "■", t("Critical")];
  if (severity === "warning") return ["degraded", "▲", t("Warning")];
  return ["unknown", "○", t("Info")];
}

export function healthLook(health: string): Look {
  return health === "ok" ? ["up", "●", t("Well")] : severityLook(health);
}

export function severityWord(severity: Severity): string {
  return severityLook(severity)[2];
}

export function stateWord(state: SignalState): string {
  const words: Record<SignalState, string> = { open: t("Open"), unmatched: t("Without a CI"), resolved: t("Ended") };
  return words[state];
}

/** Who told of it: a token, a trap, a check. */
export function senderWord(sender: string): string {
  const [kind = "", name = ""] = sender.split(":", 2);
  if (kind === "signals") return name;
  if (kind === "traps") return t("SNMP trap");
  return t("Check {name}", { name: name.replaceAll("_", " ") });
}
