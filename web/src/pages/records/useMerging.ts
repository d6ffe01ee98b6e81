import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { Problem } from "../../api/problem";
import { readRecord, type RecordDetail, type RecordField, type Values } from "../../api/records";
import type { Conflict } from "../edit/Conflicts";
import { mergedWith, type Texts } from "./merging";

/** A conflict about a field of a record, with their value as it is kept. */
export type FieldConflict = Conflict & { kept: string };

const STALE = 412;
/** Others may go on changing it; after so many turns whoever saves is told. */
const TURNS = 5;

type Run = (base: RecordDetail, changed: Values) => Promise<RecordDetail>;

function valuesOf({ values }: RecordDetail, fields: readonly RecordField[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ name }) => [name, values.find(({ field }) => field === name)?.value ?? ""]));
}

function shownOf({ values }: RecordDetail, name: string): string {
  return values.find(({ field }) => field === name)?.shown ?? "";
}

function wordOf(field: RecordField | undefined, value: string): string {
  return field?.choices.find((choice) => choice.value === value)?.label ?? value;
}

/** Who changed a field last, as its timeline has it. */
function changeOf({ entries }: RecordDetail, name: string) {
  const found = entries.filter(({ changes }) => changes.some(({ field }) => field === name)).at(-1);
  return { actor: found?.by ?? null, changed_at: found?.at ?? null };
}

function differing(before: Texts, values: Texts): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== before[name]));
}

/** The values of a form about a record; what others say meanwhile is kept, and shown where both said something. */
export function useMerging(record: RecordDetail, fields: readonly RecordField[], run: Run, done: (record: RecordDetail) => void) {
  // As it was when the editing began: the page reads it anew all the time.
  const [base, setBase] = useState(record);
  const [values, setValues] = useState<Texts>(() => valuesOf(record, fields));
  const [conflicts, setConflicts] = useState<readonly FieldConflict[]>([]);

  const save = async (): Promise<RecordDetail> => {
    let [from, mine] = [base, values];
    for (let turn = 1; ; turn += 1) {
      try {
        return await run(from, differing(valuesOf(from, fields), mine));
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== STALE || turn === TURNS) throw error;
        const theirs = await readRecord(record.number);
        const merged = mergedWith(valuesOf(from, fields), valuesOf(theirs, fields), mine);
        setConflicts(merged.both.map((name): FieldConflict => ({
          attribute: name, base: shownOf(from, name), theirs: shownOf(theirs, name), mine: wordOf(fields.find((field) => field.name === name), mine[name] ?? ""),
          kept: valuesOf(theirs, fields)[name] ?? "", ...changeOf(theirs, name),
        })));
        [from, mine] = [theirs, merged.values];
        setBase(theirs);
        setValues(mine);
        if (merged.both.length > 0) throw error;
      }
    }
  };
  const running = useMutation({ mutationFn: save, onSuccess: done });
  const takeTheirs = ({ attribute, kept }: FieldConflict) => {
    setValues({ ...values, [attribute]: kept });
    setConflicts(conflicts.filter((one) => one.attribute !== attribute));
    running.reset();
  };
  const start = () => { setConflicts([]); running.mutate(); };
  return { values, setValues, conflicts, takeTheirs, running: { ...running, mutate: start } };
}
