/** One target or calendar among all others that there are. */
import type { Calendar, Levels, Target } from "../../api/serviceLevels";

/** One thing that is added (`old` null), changed, or removed (`now` null). */
export type Edit =
  | { of: "targets"; old: Target | null; now: Target | null }
  | { of: "calendars"; old: Calendar | null; now: Calendar | null };

/** A list with one of its entries, by name, added, changed or removed. */
export function edited<One extends { name: string }>(list: readonly One[], old: One | null, now: One | null): One[] {
  if (now === null) return list.filter(({ name }) => name !== old?.name);
  return old !== null && list.some(({ name }) => name === old.name) ? list.map((one) => (one.name === old.name ? now : one)) : [...list, now];
}

/** The levels with an edit; targets follow a calendar that is called otherwise. */
export function withEdit(levels: Levels, edit: Edit): Levels {
  if (edit.of === "targets") return { ...levels, targets: edited(levels.targets, edit.old, edit.now) };
  const [before, after] = [edit.old?.name, edit.now?.name];
  const targets = before === undefined || after === undefined ? levels.targets : levels.targets.map((one) => (one.calendar === before ? { ...one, calendar: after } : one));
  return { ...levels, targets, calendars: edited(levels.calendars, edit.old, edit.now) };
}

/** What an edit is about, as it stands in the levels. */
export function standing(levels: Levels, { of, old }: Edit): string {
  const list: readonly { name: string }[] = levels[of];
  return JSON.stringify(list.find(({ name }) => name === old?.name) ?? null);
}
