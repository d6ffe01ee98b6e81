import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { Problem } from "../../api/problem";
import type { Conflict } from "../edit/Conflicts";
import { mergedWith, type Texts } from "./merging";

/** A conflict with their value as it is kept. */
export type TextConflict = Conflict & { kept: string };

const STALE = 412;
/** Others may go on changing it; after so many turns whoever saves is told. */
const TURNS = 5;

interface What<Kept> {
  /** As it is when the editing begins: pages read things anew all the time. */
  kept: Kept;
  textsOf: (kept: Kept) => Texts;
  read: () => Promise<Kept>;
  /** Saves texts over what they were made of; refused (412) when somebody else changed that meanwhile. */
  save: (base: Kept, texts: Texts) => Promise<Kept>;
  /** How a text of which two people made something else is shown. */
  shown: (name: string, base: Kept, theirs: Kept, mine: string) => Omit<Conflict, "attribute">;
  done: (after: Kept) => void;
}

/** Texts that are edited: what others say meanwhile is kept, and shown where both said something of one. */
export function useMergedSaving<Kept>({ kept, textsOf, read, save, shown, done }: What<Kept>) {
  const [base, setBase] = useState(kept);
  const [texts, setTexts] = useState(() => textsOf(kept));
  const [conflicts, setConflicts] = useState<readonly TextConflict[]>([]);

  const saveMerged = async (): Promise<Kept> => {
    let [from, mine] = [base, texts];
    for (let turn = 1; ; turn += 1) {
      try {
        return await save(from, mine);
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== STALE || turn === TURNS) throw error;
        const theirs = await read();
        const [before, now] = [textsOf(from), textsOf(theirs)];
        const merged = mergedWith(before, now, { ...now, ...mine });
        setConflicts(merged.both.map((name) => ({ attribute: name, kept: now[name] ?? "", ...shown(name, from, theirs, mine[name] ?? "") })));
        [from, mine] = [theirs, merged.values];
        setBase(theirs);
        setTexts(mine);
        if (merged.both.length > 0) throw error;
      }
    }
  };
  const saving = useMutation({ mutationFn: saveMerged, onSuccess: (after) => { setBase(after); done(after); } });
  const takeTheirs = ({ attribute, kept: theirs }: TextConflict) => {
    setTexts({ ...texts, [attribute]: theirs });
    setConflicts(conflicts.filter((one) => one.attribute !== attribute));
    saving.reset();
  };
  const start = () => { setConflicts([]); saving.mutate(); };
  return { base, texts, setTexts, conflicts, takeTheirs, saving: { ...saving, mutate: start } };
}
