/** Words for relationships and events. */
import { Look } from "../../components/Look";
import { useAttributes, useClassLabel } from "../../components/schema";
import { formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { statusLook, typeWords } from "../../locales/labels";

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A relationship type seen from the CI: "Runs on", or "Runs on it" where the others are its source. */
export function relationTitle(type: string, direction: string): string {
  const words = capital(typeWords(type));
  return direction === "out" ? words : t("{relation} it", { relation: words });
}

function changeWord(change: string): string {
  return { opened: t("new"), closed: t("ended"), changed: t("changed") }[change] ?? change;
}

/** What happened to relationships of one kind. */
export function bondWords({ type, direction, change }: { type: string; direction: string; change: string }): string {
  return `${relationTitle(type, direction)}: ${changeWord(change)}`;
}

/** Attributes whose value another source says now. */
export function keptWords(labels: readonly string[]): string {
  return t("as before, from another source: {attributes}", { attributes: labels.join(", ") });
}

export function EventLook({ kind }: { kind: string }) {
  const looks: Record<string, readonly [string, string, string]> = {
    created: ["up", "+", t("Created")],
    changed: ["source", "~", t("Changed")],
    retired: ["unknown", "✕", t("Retired")],
    returned: ["up", "↺", t("Returned")],
    notified: ["source", "◆", t("Notified")],
    expires: ["at_risk", "◆", t("Expiry")],
  };
  return <Look look={looks[kind] ?? ["unknown", "○", capital(kind.replaceAll("_", " "))]} />;
}

interface ChangeWords {
  label: string;
  text: (value: unknown) => string;
}

/** How the attributes of a class and their values are called in its history. */
export function useChangeWords(ciClass: string): (attribute: string) => ChangeWords {
  const attributeOf = useAttributes(ciClass);
  const labelOf = useClassLabel();
  return (attribute) => {
    if (attribute === "ci_class") return { label: t("Class"), text: (value) => labelOf(String(value)) };
    if (attribute === "status") return { label: t("Status"), text: (value) => statusLook(String(value))[2] };
    const declared = attributeOf(attribute);
    const label = declared?.label ?? capital(attribute.replaceAll("_", " "));
    return { label, text: (value) => formatValue(value, declared?.kind, declared?.unit) };
  };
}
