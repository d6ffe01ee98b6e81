import type { Outcome } from "../../api/imports";
import { t } from "../../locales/i18n";

/** What becomes of a row, as people read it. */
export function outcomeWord(outcome: Outcome): string {
  const words: Record<Outcome, string> = {
    create: t("Create"),
    update: t("Update"),
    unchanged: t("Unchanged"),
    conflict: t("Conflict"),
    reject: t("Reject"),
  };
  return words[outcome];
}

/** How far an import is. */
export function stateWord(state: string): string {
  const words: Record<string, string> = {
    uploaded: t("Columns to map"),
    previewing: t("Preview running"),
    previewed: t("Ready to store"),
    committing: t("Storing"),
    committed: t("Stored"),
    cancelled: t("Stopped"),
    undoing: t("Being undone"),
    undone: t("Undone"),
  };
  return words[state] ?? state;
}
