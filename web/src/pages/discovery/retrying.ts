/** What trying to store parked items again led to, as sentences. */
import { allParked, retryParked } from "../../api/discovery";
import { isNotFound } from "../../api/problem";
import { t } from "../../locales/i18n";
import { sentence } from "../administration/problems";
import type { Result } from "../administration/Result";

type Answer = Awaited<ReturnType<typeof retryParked>>;

export function retried(what: string, { stored, item }: Answer): Result {
  if (stored) return { state: "up", text: t("{what} is stored; it is in the graph now.", { what }) };
  const why = [item?.reason, item?.remedy].filter((text) => text).map((text) => sentence(text ?? "")).join(". ");
  return { state: "degraded", text: t("{what} is still refused: {why}", { what, why }) };
}

export function retryFailed(what: string, error: Error, why: string): Result {
  if (isNotFound(error)) return { state: "up", text: t("{what} was no longer parked.", { what }) };
  return { state: "down", text: t("{what} could not be tried again: {why}", { what, why }) };
}

export interface Tally {
  done: number;
  of: number;
  stored: number;
  refused: number;
}

/** Tries everything that is parked, one after the other; stops after the item in hand when `shouldStop` says so. */
export async function retryAll(progress: (tally: Tally) => void, shouldStop: () => boolean): Promise<Tally> {
  const uids = await allParked();
  const tally: Tally = { done: 0, of: uids.length, stored: 0, refused: 0 };
  for (const uid of uids) {
    if (shouldStop()) break;
    if (await isStored(uid)) tally.stored += 1;
    else tally.refused += 1;
    tally.done += 1;
    progress({ ...tally });
  }
  return tally;
}

async function isStored(uid: string): Promise<boolean> {
  try {
    return (await retryParked(uid)).stored;
  } catch (error) {
    // Another item of the same report, or somebody else, was faster.
    if (isNotFound(error)) return true;
    throw error;
  }
}

export function tallied({ done, of, stored, refused }: Tally): Result {
  const rest = of - done;
  const words = [t("{stored, plural, one {# item is stored} other {# items are stored}}", { stored })];
  if (refused > 0) words.push(t("{refused, plural, one {# is} other {# are}} still refused, each with its reason below", { refused }));
  if (rest > 0) words.push(t("{rest, plural, one {# was} other {# were}} not tried", { rest }));
  return { state: refused + rest > 0 ? "degraded" : "up", text: `${words.join("; ")}.` };
}
