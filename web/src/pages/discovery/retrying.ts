/** What trying to store parked items again led to, as sentences. */
import { allParked, discardParked, type ParkedFilter, retryParked } from "../../api/discovery";
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

/** Whether a filter leaves anything out. */
export function isNarrow({ reason, q }: ParkedFilter): boolean {
  return reason !== "" || q !== "";
}

export interface Tally {
  done: number;
  of: number;
  stored: number;
  refused: number;
  /** Settled by another item's retry or by somebody else: stored or given up, nobody here knows. */
  gone: number;
}

/** Tries what is parked and passes a filter, one after the other; stops after the item in hand when `shouldStop` says so. */
export async function retryAll(
  wanted: ParkedFilter, progress: (tally: Tally) => void, shouldStop: () => boolean,
): Promise<Tally> {
  const uids = await allParked(wanted);
  const tally: Tally = { done: 0, of: uids.length, stored: 0, refused: 0, gone: 0 };
  for (const uid of uids) {
    if (shouldStop()) break;
    tally[await becameOf(uid)] += 1;
    tally.done += 1;
    progress({ ...tally });
  }
  return tally;
}

async function becameOf(uid: string): Promise<"stored" | "refused" | "gone"> {
  try {
    return (await retryParked(uid)).stored ? "stored" : "refused";
  } catch (error) {
    if (isNotFound(error)) return "gone";
    throw error;
  }
}

/** Gives up what is parked and passes a filter; how many items that were. */
export async function discardAll(wanted: ParkedFilter, reason: string): Promise<number> {
  const uids = await allParked(wanted);
  for (const uid of uids) {
    try {
      await discardParked(uid, reason);
    } catch (error) {
      // Settled by somebody else in the meantime: it does not wait any longer, which is what was asked for.
      if (!isNotFound(error)) throw error;
    }
  }
  return uids.length;
}

export function tallied({ done, of, stored, refused, gone }: Tally): Result {
  const rest = of - done;
  const words = [t("{stored, plural, one {# item is stored} other {# items are stored}}", { stored })];
  if (refused > 0) words.push(t("{refused, plural, one {# is} other {# are}} still refused, each with its reason below", { refused }));
  if (gone > 0) words.push(t("{gone, plural, one {# was} other {# were}} no longer parked", { gone }));
  if (rest > 0) words.push(t("{rest, plural, one {# was} other {# were}} not tried", { rest }));
  return { state: refused + rest > 0 ? "degraded" : "up", text: `${words.join("; ")}.` };
}
