/** When something made now stops being valid: after some days, at a typed time, or never. */
import { t } from "../../locales/i18n";

export const EXPIRY_CHOICES = ["1", "7", "30", "90", "365", "typed", "never"] as const;
export type ExpiryChoice = (typeof EXPIRY_CHOICES)[number];

export interface Expiry {
  choice: ExpiryChoice;
  /** What was typed, for the choice "typed". */
  typed: string;
}

/** The time as RFC 3339, null for never, or what is wrong with what was typed. */
export type ExpiryResult = { at: string | null; error: null } | { at: null; error: string };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/;

export function expiryWord(choice: ExpiryChoice): string {
  if (choice === "never") return t("Never");
  if (choice === "typed") return t("On a date…");
  return t("{days, plural, one {In # day} other {In # days}}", { days: Number(choice) });
}

export function expiresAt({ choice, typed }: Expiry, now: Date): ExpiryResult {
  if (choice === "never") return { at: null, error: null };
  if (choice !== "typed") {
    const then = new Date(now);
    then.setDate(then.getDate() + Number(choice));
    return { at: then.toISOString(), error: null };
  }
  const then = typedTime(typed.trim());
  if (!then) return { at: null, error: t("Type a date as 2027-01-31, or with a time: 2027-01-31 18:00.") };
  if (then <= now) return { at: null, error: t("This time has passed; type a later one.") };
  return { at: then.toISOString(), error: null };
}

/** The end of a typed day, or a typed time, in the user's zone unless the text names one. */
function typedTime(text: string): Date | null {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year !== undefined && month !== undefined && day !== undefined) {
    const then = new Date(year, month - 1, day);
    // A day that the month does not have would become one of the next month.
    if (then.getMonth() !== month - 1 || then.getDate() !== day) return null;
    then.setDate(day + 1);
    return then;
  }
  if (!TIME.test(text)) return null;
  const then = new Date(text.replace(" ", "T"));
  return Number.isNaN(then.valueOf()) ? null : then;
}

/** Whether a time of the server lies in the past. */
export function hasPassed(at: string): boolean {
  return new Date(at).valueOf() <= Date.now();
}
