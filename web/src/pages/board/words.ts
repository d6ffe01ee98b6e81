/** Words and looks of meetings. */
import type { MeetingHead, Point } from "../../api/boardMeetings";
import { t } from "../../locales/i18n";
import { verdictLook } from "../changes/words";

type LookOf = readonly [state: string, glyph: string, word: string];

export function minutesLook({ closed_at: closedAt }: Pick<MeetingHead, "closed_at">): LookOf {
  return closedAt === null ? ["source", "◎", t("Being written")] : ["up", "●", t("Closed")];
}

export function decisionLook({ verdict }: Pick<Point, "verdict">): LookOf {
  return verdict === null ? ["unknown", "○", t("Not voted on")] : verdictLook(verdict);
}

/** Names one a line, as they are kept. */
export function namesIn(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

/** Changes as a meeting takes them: the one that begins first comes first, one without a time last. */
export function soonestFirst<T extends { number: string; listed: Partial<Record<string, string>> }>(changes: readonly T[]): T[] {
  const turn = ({ number, listed }: T) => `${listed["planned_start"] ?? "~"} ${number}`;
  return [...changes].sort((one, other) => (turn(one) < turn(other) ? -1 : 1));
}
