import { t } from "../../locales/i18n";

type LookOf = readonly [state: string, glyph: string, word: string];

/** Whether who holds something has accepted it; null where nobody was asked. */
export function acceptanceLook(state: string): LookOf | null {
  const looks: Readonly<Record<string, LookOf>> = {
    waiting: ["degraded", "▲", t("Not accepted yet")],
    accepted: ["up", "●", t("Accepted")],
    refused: ["down", "■", t("Refused")],
  };
  return looks[state] ?? null;
}
