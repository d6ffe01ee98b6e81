import { t } from "../locales/i18n";

/** What a search has to say of itself: that it runs, that it failed, or how much it found. */
export function foundText(isFetching: boolean, isError: boolean, count: number): string {
  if (isError) return t("The search failed.");
  if (isFetching) return t("Searching…");
  return t("{count, plural, =0 {Nothing found} one {# hit} other {# hits}}", { count });
}
