import { readRecord, type RecordDetail, type RecordField, type Values } from "../../api/records";
import type { Texts } from "./merging";
import { useMergedSaving } from "./useMergedSaving";

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

/** The values of a form about a record, saved by `run` as what was changed of the record that they began with. */
export function useMerging(record: RecordDetail, fields: readonly RecordField[], run: Run, done: (record: RecordDetail) => void) {
  return useMergedSaving({
    kept: record,
    textsOf: (kept) => valuesOf(kept, fields),
    read: () => readRecord(record.number),
    save: (base, texts) => run(base, differing(valuesOf(base, fields), texts)),
    shown: (name, base, theirs, mine) => ({
      base: shownOf(base, name), theirs: shownOf(theirs, name), mine: wordOf(fields.find((field) => field.name === name), mine), ...changeOf(theirs, name),
    }),
    done,
  });
}
