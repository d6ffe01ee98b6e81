/** Effects of actions in words, and the table with one of them changed. */
import type { ActionEffect } from "../../api/impactActions";
import { t } from "../../locales/i18n";
import { typeWords } from "../../locales/labels";

const MINUTE = 60;
const HOUR = 3600;

export const NEW_EFFECT: ActionEffect = { action: "", ci_class: "ci", state: "down", lasts_seconds: null, on: "itself", relationship: "", repeats: false };

export function lastsWords({ lasts_seconds: seconds = null }: Pick<ActionEffect, "lasts_seconds">): string {
  if (seconds === null) return t("until somebody undoes it");
  if (seconds % HOUR === 0) return t("{count, plural, one {# hour} other {# hours}}", { count: seconds / HOUR });
  if (seconds % MINUTE === 0) return t("{count, plural, one {# minute} other {# minutes}}", { count: seconds / MINUTE });
  return t("{count, plural, one {# second} other {# seconds}}", { count: seconds });
}

export function placeWords({ on, relationship, repeats }: ActionEffect): string {
  if (on === "itself") return t("the CI itself");
  const type = typeWords(relationship);
  const place = on === "sources" ? t("the sources of its relationships “{type}”", { type }) : t("the targets of its relationships “{type}”", { type });
  return repeats ? t("{place}, and theirs", { place }) : place;
}

/** What tells an effect from the others; the server keeps each once. */
export function keyOf({ action, ci_class: kind, on, relationship }: ActionEffect): string {
  return [action, kind, on, relationship].join(" ");
}

/** The effects with one instead of another (null: a new one), beside those of the same action. */
export function withEffect(effects: readonly ActionEffect[], before: ActionEffect | null, effect: ActionEffect): ActionEffect[] {
  if (before !== null) return effects.map((one) => (one === before ? effect : one));
  const last = effects.findLastIndex(({ action }) => action === effect.action);
  return last < 0 ? [...effects, effect] : [...effects.slice(0, last + 1), effect, ...effects.slice(last + 1)];
}
