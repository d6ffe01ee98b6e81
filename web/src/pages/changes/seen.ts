/** What of a change is other than when somebody looked at it, to vote on it; pure. */
import type { RecordDetail } from "../../api/records";
import { t } from "../../locales/i18n";

export interface OtherThanSeen {
  what: string;
  /** "" for nothing. */
  seen: string;
  now: string;
}

type LabelOf = (field: string) => string;

/** Its state, plan, facts and votes, as far as they differ. */
export function otherThanSeen(seen: RecordDetail, now: RecordDetail, labelOf: LabelOf): OtherThanSeen[] {
  const [before, after] = [said(seen, labelOf), said(now, labelOf)];
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    return was?.text === is?.text ? [] : [{ what: is?.what ?? was?.what ?? "", seen: was?.text ?? "", now: is?.text ?? "" }];
  });
}

function said({ state_label: state, affects, values, ballot }: RecordDetail, labelOf: LabelOf): Map<string, { what: string; text: string }> {
  const votes = (ballot?.votes ?? []).map(({ by, vote }) => (vote === "yes" ? t("{name}: yes", { name: by }) : t("{name}: no", { name: by })));
  return new Map([
    ["state", { what: t("State"), text: state }],
    ...values.map(({ field, shown }) => [`value:${field}`, { what: labelOf(field), text: shown }] as const),
    ["affects", { what: t("Affects"), text: affects.map(({ name }) => name).join(", ") }],
    ...(ballot?.facts ?? []).map(({ key, text }) => [`fact:${key}`, { what: t("Fact"), text }] as const),
    ["votes", { what: t("Votes"), text: votes.join(", ") }],
  ]);
}
