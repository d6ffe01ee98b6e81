import type { Scenario, ScenarioChanges } from "../../api/types";
import { t } from "../../locales/i18n";
import { typeWords } from "../../locales/labels";

/** The CIs that fail in a scenario, as they are named in it. */
export function namesOf({ question }: Pick<Scenario, "question">): string[] {
  return [...question.down, ...question.degraded, ...question.actions.map(({ uid }) => uid)];
}

type CIChange = ScenarioChanges["cis"][number];
type RelationshipChange = ScenarioChanges["relationships"][number];

/** "db3 is added", "dbs needs 2" */
export function ciChangeWords(change: CIChange, nameOf: (uid: string) => string): string {
  const name = change.name ?? nameOf(change.uid);
  if (change.change === "add") return t("{name} is added", { name });
  if (change.change === "remove") return t("{name} is gone", { name });
  return typeof change.k === "number" ? t("{name} needs {k} of its members", { name, k: change.k }) : t("{name} is changed", { name });
}

/** "shop depends on db2 (hard) is added" */
export function relationshipChangeWords(change: RelationshipChange, nameOf: (uid: string) => string): string {
  const link = `${nameOf(change.source)} ${typeWords(change.type)} ${nameOf(change.target)}`;
  if (change.change === "remove") return t("no longer: {link}", { link });
  const strength = change.strength ?? "";
  return change.change === "add" ? t("new: {link} {strength}", { link, strength }) : t("{link} is {strength}", { link, strength });
}
