/** Decisions about identity as results that can be undone. */
import { askAgain, decidePairs, deferPairs, type Verdict, withdrawDecision } from "../../api/identity";
import type { Pair } from "../../api/pairs";
import { t } from "../../locales/i18n";
import type { Result } from "../administration/Result";
import { decidedWords } from "./outcome";

/** What was done, as a result, and how to take it back where that is possible. */
export interface Done {
  result: Result;
  undo: (() => Promise<void>) | null;
  /** The CIs that came out, where that is for one pair. */
  ciUids: readonly string[];
}

export async function decideUndoably(verdict: Verdict, pairs: readonly Pair[], reason: string): Promise<Done> {
  const items = await decidePairs(verdict, pairs, reason);
  const uids = items.map(({ decision }) => decision).filter((uid) => uid !== "");
  const undo = async () => {
    // The latest first: a decision may rest on the one before it. What is taken back is not asked for again after a failure.
    for (let uid = uids.at(-1); uid !== undefined; uid = uids.at(-1)) {
      await withdrawDecision(uid);
      uids.pop();
    }
  };
  return { result: decidedWords(verdict, items), undo: uids.length > 0 ? undo : null, ciUids: items.at(-1)?.ci_uids ?? [] };
}

export async function deferUndoably(pairs: readonly Pair[], until: string | null): Promise<Done> {
  await deferPairs(pairs, until);
  const text = t("{count, plural, one {# pair is} other {# pairs are}} deferred.", { count: pairs.length });
  return { result: { state: "up", text }, undo: () => askAgain(pairs), ciUids: [] };
}
