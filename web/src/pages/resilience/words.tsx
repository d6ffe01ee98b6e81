/** Single points of failure and what would mend them, in words. */
import type { AcceptedRisk, ShownRemedy, SinglePoint } from "../../api/singlePoints";
import { Look } from "../../components/Look";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { stateWord } from "../../locales/labels";

/** A requirement that would have to be another one. */
export function remedyWords({ owner, k, n, lost, enough_k: enough, members_to_add: more }: ShownRemedy): string {
  if (n === 1) return t("a second one beside what {name} needs, of which one is enough", { name: owner.name });
  const needs = t("{name} needs {k} of {n} and loses {lost}: {more} more elsewhere", { name: owner.name, k, n, lost, more });
  return enough === null ? needs : t("{needs}, or {enough} of {n} being enough", { needs, enough, n });
}

export function savedWords({ services, then }: ShownRemedy): string {
  const saved = t("{count, plural, one {saves # service} other {saves # services}}", { count: services });
  return then === null ? saved : t("{saved}, at worst {state} then", { saved, state: stateWord(then) });
}

/** The best that would mend a point. */
export function bestWords({ remedies }: SinglePoint): string {
  const [best] = remedies ?? [];
  return best ? remedyWords(best) : t("a second one of it, of which one is enough");
}

export function changeLook({ change, before }: SinglePoint) {
  if (change === null) return null;
  const looks = {
    new: ["down", "+", t("New")],
    grown: ["degraded", "▲", t("Grown")],
    shrunk: ["up", "▼", t("Shrunk")],
    same: ["unknown", "=", t("Same")],
  } as const;
  return <Look look={looks[change]} title={before === null ? undefined : t("Before: {count} services", { count: formatNumber(before.services) })} />;
}

export function riskLook({ state }: Pick<AcceptedRisk, "state">) {
  const looks = {
    holds: ["at_risk", "◆", t("Accepted")],
    expired: ["down", "■", t("Expired")],
    withdrawn: ["unknown", "○", t("Withdrawn")],
  } as const;
  return <Look look={looks[state]} />;
}
