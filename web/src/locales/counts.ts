import { formatNumber } from "./format";
import { t } from "./i18n";

/** How many rows a list has, and of how many where something narrows it. */
export function countWords(shown: number, all: number): string {
  if (shown === all) return t("{count, plural, one {1 item} other {{number} items}}", { count: all, number: formatNumber(all) });
  return t("{shown} of {all}", { shown: formatNumber(shown), all: formatNumber(all) });
}
