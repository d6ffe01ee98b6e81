/** The words in the picture. */
import type { Direction } from "../api/impact";
import { formatNumber } from "../locales/format";
import { t } from "../locales/i18n";
import type { Frame, GraphNode } from "./model";

export function siteWord(site: string): string {
  return site || t("No site");
}

export function frameTitle({ label, count }: Frame): string {
  return `${siteWord(label)} · ${formatNumber(count)}`;
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
