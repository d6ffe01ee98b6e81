/** Single points of failure and what would mend them, in words. */
import type { AcceptedRisk, ShownRemedy, SinglePoint } from "../../api/singlePoints";
import { Look } from "../../components/Look";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { stateWord } from "../../locales/labels";

type Point = Pick<SinglePoint, "ci" | "remedies">;

/** It fails by expiring, and a second one beside it would not be shown. */
export function isCertificate({ ci_class: kind }: Point["ci"]): boolean {
  return kind === "certificate";
}

/** The requirements that could be other ones; a certificate is replaced, not doubled. */
export function remediesOf({ ci, remedies }: Point): readonly ShownRemedy[] {
  return (remedies ?? []).filter(({ n }) => !isCertificate(ci) || n > 1);
}

/** A requirement that would have to be another one so that the CI is no single point of failure. */
export function remedyWords(ci: Point["ci"], { owner, k, n, lost, enough_k: enough, members_to_add: more }: ShownRemedy): string {
  if (isCertificate(ci)) return t("{name} needs {k} of {n} and loses {lost}: a certificate of its own for each member", { name: owner.name, k, n, lost });
  if (n === 1) return t("a second one beside what {name} needs, of which one is enough", { name: owner.name });
  const needs = t("{name} needs {k} of {n} and loses {lost}: {more} more elsewhere", { name: owner.name, k, n, lost, more });
  return enough === null ? needs : t("{needs}, or {enough} of {n} being enough", { needs, enough, n });
}

export function savedWords({ services, then }: ShownRemedy): string {
  const saved = t("{count, plural, one {saves # service} other {saves # services}}", { count: services });
  return then === null ? saved : t("{saved}, at worst {state} then", { saved, state: stateWord(then) });
}

/** The best that would mend a point. */
export function bestWords(point: Point): string {
  if (isCertificate(point.ci)) return t("renewing it before it expires");
  const [best] = remediesOf(point);
  return best ? remedyWords(point.ci, best) : t("a second one of it, of which one is enough");
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
