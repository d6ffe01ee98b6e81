/** What is known of a service, in words. */
import type { ListedService } from "../../api/services";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

type Attributes = ListedService["attributes"];

function textOf(attributes: Attributes, name: string): string {
  const value = attributes[name];
  return typeof value === "string" ? value : "";
}

export function numberOf(attributes: Attributes, name: string): number {
  const value = attributes[name];
  return typeof value === "number" ? value : 0;
}

export function criticalityWord(criticality: number): string {
  return ["", t("low"), t("medium"), t("high"), t("vital")][criticality] ?? String(criticality);
}

/** What is said of a service beside its name; what nobody said is left out. */
export function factsOf({ attributes }: Pick<ListedService, "attributes">): string[] {
  const [criticality, users] = [numberOf(attributes, "criticality"), numberOf(attributes, "users")];
  return [
    textOf(attributes, "environment"),
    criticality > 0 ? t("{word} criticality", { word: criticalityWord(criticality) }) : "",
    users > 0 ? t("{users} users", { users: formatNumber(users) }) : "",
    textOf(attributes, "owner_name"),
    textOf(attributes, "support_hours"),
  ].filter(Boolean);
}
