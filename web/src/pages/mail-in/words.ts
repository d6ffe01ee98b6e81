import type { ArrivalState } from "../../api/mailIn";
import { t } from "../../locales/i18n";

/** A state of a mail in words. */
export function stateWord(state: ArrivalState): string {
  return state === "taken" ? t("Taken") : t("Refused");
}

/** Why a mail was refused, in a few words. */
export function reasonWord(reason: string): string {
  const words: Readonly<Partial<Record<string, string>>> = {
    automatic: t("a machine's"),
    own: t("our own"),
    nobody: t("no sender"),
    unproven: t("sender not proved"),
    unknown_sender: t("unknown sender"),
    several_accounts: t("several accounts"),
    no_right: t("no right to read"),
    too_fast: t("too many"),
    too_large: t("too large"),
    unreadable: t("cannot be read"),
    empty: t("empty"),
    record_refused: t("not for that record"),
  };
  return words[reason] ?? reason;
}
