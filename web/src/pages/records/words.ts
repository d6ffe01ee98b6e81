/** Words and looks of records. */
import type { RecordEntry, RecordRow, RecordType, View } from "../../api/records";
import { recordHref } from "../../components/links";
import { t } from "../../locales/i18n";

type LookOf = readonly [state: string, glyph: string, word: string];

/** The address of a record of which the number alone is known: its letters tell its type. */
export function hrefOfNumber(types: readonly RecordType[], number: string): string | null {
  const kind = types.find(({ prefix }) => number.startsWith(prefix));
  return kind ? recordHref({ number, type: kind.name }) : null;
}

/** Only some types are voted on. */
export function isVotedOn({ name }: Pick<RecordType, "name">): boolean {
  return name === "change";
}

export function viewWord(view: View): string {
  const words: Record<View, string> = {
    open: t("Open"), mine: t("I work on"), unassigned: t("Nobody works on"), breached: t("Service level breached"), at_risk: t("Service level at risk"), asked: t("I asked for"),
    agenda: t("Agenda of the board"), all: t("All"),
  };
  return words[view];
}

/** The first two priorities are what somebody must look at now. */
export function priorityLook({ priority }: Pick<RecordRow, "priority">): LookOf {
  const word = t("P{priority}", { priority });
  if (priority === 1) return ["down", "■", word];
  if (priority === 2) return ["degraded", "▲", word];
  return priority === 3 ? ["at_risk", "◆", word] : ["unknown", "○", word];
}

export function stateLook({ is_open, state, state_label }: Pick<RecordRow, "is_open" | "state" | "state_label">): LookOf {
  if (!is_open) return ["up", "●", state_label];
  return state === "on_hold" ? ["unknown", "○", state_label] : ["source", "◎", state_label];
}

export function entryWord({ kind }: Pick<RecordEntry, "kind">): string {
  const words: Record<RecordEntry["kind"], string> = {
    opened: t("opened it"), changed: t("changed it"), moved: t("moved it"), affects: t("said what it affects"),
    comment: t("said"), note: t("noted for those who work on it"), status: t("told those whom it concerns"),
    file: t("brought or removed a file"), voted: t("voted"), lapsed: t("let the approval lapse"), step: t("told of a step"),
    task: t("changed its tasks"),
  };
  return words[kind];
}

export function levelWord(level: string): string {
  const words: Record<string, string> = { "1": t("high"), "2": t("medium"), "3": t("low") };
  return words[level] ?? t("unknown");
}

export function typeNamed(types: readonly RecordType[], name: string): RecordType | undefined {
  return types.find((kind) => kind.name === name);
}

/** A length of time in its two largest units. */
export function timeWord(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) return hours > 0 ? t("{days} d {hours} h", { days, hours }) : t("{days} d", { days });
  if (hours > 0) return minutes % 60 > 0 ? t("{hours} h {minutes} min", { hours, minutes: minutes % 60 }) : t("{hours} h", { hours });
  return minutes > 0 ? t("{minutes} min", { minutes }) : t("{seconds} s", { seconds });
}
