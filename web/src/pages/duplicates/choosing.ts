/** Choosing cases of the inbox, as pure steps. */

/** The chosen uids after one was switched; with `from` all between that one and this are chosen. */
export function chosenAfter(chosen: ReadonlySet<string>, shown: readonly string[], uid: string, from: string | null): Set<string> {
  const after = new Set(chosen);
  const [start, end] = [shown.indexOf(from ?? ""), shown.indexOf(uid)].sort((a, b) => a - b) as [number, number];
  if (from !== null && start >= 0) for (const one of shown.slice(start, end + 1)) after.add(one);
  else if (!after.delete(uid)) after.add(uid);
  return after;
}

/** All that are shown, or none when all are chosen already. */
export function allOrNone(chosen: ReadonlySet<string>, shown: readonly string[]): Set<string> {
  return shown.every((uid) => chosen.has(uid)) ? new Set() : new Set(shown);
}

/** The rows that a decision is about: the chosen ones, else the one that the keyboard is on. */
export function affected<Row extends { uid: string }>(rows: readonly Row[], chosen: ReadonlySet<string>, active: number): Row[] {
  const some = rows.filter(({ uid }) => chosen.has(uid));
  return some.length > 0 ? some : rows.slice(active, active + 1);
}
