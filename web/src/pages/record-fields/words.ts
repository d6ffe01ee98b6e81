import type { CustomKind } from "../../api/recordFields";
import { t } from "../../locales/i18n";

/** What a field takes, in words. */
export function kindWord(kind: CustomKind): string {
  const words: Record<CustomKind, string> = {
    line: t("a line of text"), text: t("text of several lines"), number: t("a whole number"), date: t("a day"),
    choice: t("one of some choices"), ci: t("a CI"), person: t("a person"), team: t("a team"),
  };
  return words[kind];
}

/** A name that a label suggests: what is no letter or digit becomes _. */
export function nameFor(label: string): string {
  const plain = label.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/[^a-z0-9]+/gu, "_").replaceAll(/^[_0-9]+|_+$/gu, "");
  return plain === "" ? "" : `x_${plain.slice(0, 40)}`;
}

/** The same list with one of its entries one place up or down. */
export function moved<Entry>(entries: readonly Entry[], entry: Entry, by: -1 | 1, isSame: (other: Entry) => boolean): Entry[] {
  const places = entries.flatMap((other, place) => (isSame(other) ? [place] : []));
  const at = places.findIndex((place) => entries[place] === entry);
  const [from, to] = [places[at], places[at + by]];
  if (from === undefined || to === undefined) return [...entries];
  return entries.map((other, place) => (place === from ? entries[to] ?? other : place === to ? entry : other));
}
