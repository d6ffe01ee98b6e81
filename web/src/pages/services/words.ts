/** Words of services. */
import type { ServiceEdge, ServiceNode } from "../../api/services";
import { formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";

export function roleWord(role: string): string {
  const words: Record<string, string> = {
    entry: t("entered here"),
    chosen: t("chosen"),
    needed: t("needed"),
    shared: t("shared infrastructure"),
    service: t("another service"),
  };
  return words[role] ?? role;
}

/** What a member is: "Software instance on web1 · needed". */
export function memberWords({ class_label: label, root, role, level }: ServiceNode): string {
  const what = root === null ? label : t("{label} on {root}", { label, root });
  return level === 0 ? what : `${what} · ${roleWord(role)}`;
}

/** How strong and how sure a relationship is. */
export function edgeWords({ strength, confidence }: ServiceEdge): string {
  const strong = strength === "soft" ? t("optional (soft)") : strength === "hard" ? t("required (hard)") : t("taken as required");
  return `${strong}, ${confidence === null ? t("confidence not stated") : t("{share} sure", { share: formatShare(confidence) })}`;
}
