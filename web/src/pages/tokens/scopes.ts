import { t } from "../../locales/i18n";

/** What a program may do with a token of a scope. */
export function scopeMeaning(scope: string): string {
  const meanings: Record<string, string> = {
    read: t("Reads everything, changes nothing."),
    write: t("Reads everything and changes what is in the graph."),
    report: t("Sends reports and nothing else; for importers."),
    work: t("Reads everything, works on incidents, problems and changes."),
    calendar: t("Reads the calendar of changes and nothing else; stands in the address of a feed."),
    traces: t("Sends traces of calls and nothing else; for OpenTelemetry exporters."),
    admin: t("May do everything, also manage users, agents and tokens."),
  };
  return meanings[scope] ?? scope;
}
