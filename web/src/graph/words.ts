/** The words in the picture. */
import type { Direction } from "../api/impact";
import { formatNumber } from "../locales/format";
import { t } from "../locales/i18n";
import { NO_SERVICE, NO_TEAM, WHOLE_LEVEL } from "./grouping";
import type { Box, Frame, GraphNode } from "./model";

/** What boxes have in common: a class, a site, a service, a team. */
export function titleWord(title: string): string {
  if (title === WHOLE_LEVEL) return t("All of the level");
  if (title === NO_SERVICE) return t("No service hangs on them");
  if (title === NO_TEAM) return t("No team known");
  return title || t("No site");
}

/** What a group is: the class of its CIs, where they are of one, and what they have in common. */
export function groupWords({ key, label }: Box, first: GraphNode | undefined): string[] {
  const isOfOneClass = first !== undefined && key.split("/")[1] === first.ci_class;
  return [...new Set([...(isOfOneClass ? [first.class_label] : []), titleWord(label)])];
}

export function frameTitle({ label, count }: Frame): string {
  return `${titleWord(label)} · ${formatNumber(count)}`;
}

export function timesWord(count: number): string {
  return `×${formatNumber(count)}`;
}

/** "2/3 up, 2 needed" */
export function ruleWords({ up, members, k }: NonNullable<GraphNode["group"]>): string {
  return t("{up}/{members} up, {k} needed", { up, members, k });
}

/** What level 0 is called. */
export function originWord(direction: Direction): string {
  return direction === "causes" ? t("Symptom") : t("Source");
}

/** The name of a level where there is little room. */
export function shortLevelTitle(level: number): string {
  return t("L{level}", { level });
}

/** The name of a level with its number of CIs: "Level 3 · 85", or "Level 3 · 85 of 90" where some are not drawn. */
export function levelTitle(level: number, shown: number, total: number): string {
  const count = shown < total ? t("{shown} of {total}", { shown: formatNumber(shown), total: formatNumber(total) }) : formatNumber(total);
  return t("Level {level} · {count}", { level, count });
}
