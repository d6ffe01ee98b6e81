/** Words and looks of stock-takes. */
import type { CountLine } from "../../api/stocktakes";
import { t } from "../../locales/i18n";

type LookOf = readonly [state: string, glyph: string, word: string];

export function resultWord(result: CountLine["result"]): string {
  const words: Record<CountLine["result"], string> = {
    found: t("found"), moved: t("moved"), missing: t("missing"), unexpected: t("unexpected"), "duplicate scan": t("scanned twice"),
  };
  return words[result];
}

export function resultLook(result: CountLine["result"]): LookOf {
  const looks: Record<CountLine["result"], readonly [string, string]> = {
    found: ["up", "●"], moved: ["at_risk", "◆"], missing: ["down", "■"], unexpected: ["degraded", "▲"], "duplicate scan": ["unknown", "○"],
  };
  return [...looks[result], resultWord(result)];
}

export function evidenceWord(evidence: CountLine["evidence"]): string {
  const words: Record<CountLine["evidence"], string> = { scan: t("scan"), proof: t("proof of discovery"), statement: t("statement"), none: t("none") };
  return words[evidence];
}
