/** Words of suggestions. */
import type { Suggestion } from "../../api/suggestions";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

export function kindWord(kind: string): string {
  const words: Record<string, string> = {
    group: t("redundancy group"),
    service: t("service"),
    edge: t("dependency on a group"),
    owner: t("owner"),
    shared: t("shared infrastructure"),
    missed: t("dependency that was missed"),
    doubted: t("doubted dependency"),
  };
  return words[kind] ?? kind;
}

/** What accepting it does. */
export function proposalWords({ kind, k, cis, clients }: Suggestion): string {
  const words: Record<Suggestion["kind"], string> = {
    group: t("Make them one group of which {k} of {count} are enough; {clients, plural, one {# CI} other {# CIs}} would need the group in place of each.", { k: k ?? 1, count: formatNumber(cis.length), clients: clients.length }),
    service: t("Make a service that is entered here and consists of what it needs."),
    edge: t("Let it need the group in place of each member."),
    owner: t("Say that the team owns the service."),
    shared: t("It counts as shared already: services that need it end there. Refuse it where it belongs to one service only."),
    missed: t("Say that it needs it, so that the next prediction tells so."),
    doubted: t("Say that it works without it (an optional dependency), so that the next prediction tells so."),
  };
  return words[kind];
}

export function verdictWord(verdict: string): string {
  return { accepted: t("accepted"), refused: t("refused"), later: t("later") }[verdict] ?? verdict;
}
