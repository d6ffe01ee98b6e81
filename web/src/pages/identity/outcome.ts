/** What came of a decision about many pairs, as a sentence. */
import type { PairDecided } from "../../api/types";
import { t } from "../../locales/i18n";
import { sentence } from "../administration/problems";
import type { Result } from "../administration/Result";

function countWords(verdict: string, count: number): string {
  return verdict === "one"
    ? t("{count, plural, one {# pair is} other {# pairs are}} one machine each now", { count })
    : t("{count, plural, one {# pair is} other {# pairs are}} two machines each for good", { count });
}

/** How a decision about pairs went, as a sentence. */
export function decidedWords(verdict: string, items: readonly PairDecided[]): Result {
  const refused = items.flatMap(({ refused: why }) => (why === null ? [] : [why]));
  const words = [countWords(verdict, items.length - refused.length)];
  if (refused.length > 0) words.push(t("{count} refused: {why}", { count: refused.length, why: sentence(refused[0] ?? "") }));
  return { state: refused.length === 0 ? "up" : refused.length < items.length ? "degraded" : "down", text: `${words.join("; ")}.` };
}
