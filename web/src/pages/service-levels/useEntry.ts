/** One target or calendar while it is edited: what others make of the same one meanwhile is compared with it. */
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { type Levels, levelsQuery, saveLevels } from "../../api/serviceLevels";
import { t } from "../../locales/i18n";
import { useMergedSaving } from "../records/useMergedSaving";
import { type Edit, withEdit } from "./edits";
import type { Spelling } from "./entries";

interface What<One> {
  /** As they are when the editing begins. */
  levels: Levels;
  /** The entry that is edited, null for a new one that begins as `fresh`. */
  old: One | null;
  fresh: One;
  spelling: Spelling<One>;
  editOf: (old: One | null, now: One) => Edit;
  listOf: (levels: Levels) => readonly One[];
  done: (after: Levels) => void;
}

/** Saved among all others that there are; one that was removed meanwhile is told once, then it comes back. */
export function useEntry<One extends { name: string }>({ levels, old, fresh, spelling, editOf, listOf, done }: What<One>) {
  const queries = useQueryClient();
  const isGone = useRef(false);
  const found = (kept: Levels) => listOf(kept).find(({ name }) => name === old?.name);
  const textsOf = (kept: Levels) => spelling.write(found(kept) ?? old ?? fresh);
  const read = async () => {
    const now = await queries.query({ ...levelsQuery, staleTime: 0 });
    if (old !== null && !isGone.current && found(now) === undefined) {
      isGone.current = true;
      throw new Error(t("{who} removed or renamed {name} meanwhile. Save again to have yours beside what there is now.", { who: now.saved_by, name: old.name }));
    }
    return now;
  };
  return useMergedSaving<Levels>({
    kept: levels,
    textsOf,
    read,
    save: (base, texts) => saveLevels(withEdit(base, editOf(old, spelling.read(texts)))),
    shown: (name, base, theirs, mine) => ({
      base: spelling.shown(name, textsOf(base)[name] ?? "", base), theirs: spelling.shown(name, textsOf(theirs)[name] ?? "", theirs), mine: spelling.shown(name, mine, theirs),
      actor: theirs.saved_by, changed_at: theirs.saved_at,
    }),
    done,
  });
}
