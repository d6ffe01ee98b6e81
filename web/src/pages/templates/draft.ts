/** A template while it is written. */
import { useState } from "react";

import type { RecordField, RecordType } from "../../api/records";
import type { PlannedTask, Template, TemplateWords } from "../../api/templates";
import { rowsOf, textOfRows } from "../records/rows";

/** What belongs to one record only, or follows from the template. */
const OF_ONE = ["template", "change_type", "requester", "planned_start", "planned_end", "started_at"];

export type Named = readonly (readonly [uid: string, name: string])[];

export interface Draft {
  type: string;
  name: string;
  help: string;
  values: Readonly<Record<string, string>>;
  cis: Named;
  tasks: readonly PlannedTask[];
  needs: readonly string[];
}

/** What a template may say of records of a type; a team is said by it, though not by whoever opens one. */
export function fieldsOf(kind: RecordType | undefined): RecordField[] {
  return kind?.fields.filter(({ name, on_opening }) => (on_opening || name === "team") && !OF_ONE.includes(name)) ?? [];
}

/** What may have to be said of each record. */
export function sayable(fields: readonly RecordField[]): RecordField[] {
  return fields.filter(({ on_opening, is_required, is_of_affected }) => on_opening && !is_required && !is_of_affected);
}

function begun(template: Template | null, type: string): Draft {
  if (template === null) return { type, name: "", help: "", values: {}, cis: [], tasks: [], needs: [] };
  const { name, help, values, affects, tasks, needs } = template;
  return { type: template.type, name, help, values, cis: affects.map((ci) => [ci.uid, ci.name] as const), tasks, needs };
}

/** The draft without a CI, and without what is done to it. */
export function without(draft: Draft, uid: string, fields: readonly RecordField[]): Draft {
  const rows = fields.filter(({ is_of_affected }) => is_of_affected).map(({ name }) => [name, textOfRows(rowsOf(draft.values[name] ?? "").filter(({ ci }) => ci !== uid))]);
  return { ...draft, cis: draft.cis.filter(([other]) => other !== uid), values: { ...draft.values, ...Object.fromEntries(rows) as Record<string, string> } };
}

/** As it is sent: what fields of another type say is left out. */
export function wordsOf({ type, name, help, values, cis, tasks, needs }: Draft, fields: readonly RecordField[]): TemplateWords {
  const given = Object.entries(values).filter(([field, value]) => value.trim() !== "" && fields.some((one) => one.name === field));
  return {
    type, name, help, values: Object.fromEntries(given), affects: cis.map(([uid]) => uid), tasks: [...tasks],
    needs: needs.filter((field) => sayable(fields).some((one) => one.name === field)),
  };
}

export function useDraft(template: Template | null, type: string) {
  const [draft, setDraft] = useState(() => begun(template, type));
  const set = (patch: Partial<Draft>) => { setDraft({ ...draft, ...patch }); };
  return [draft, set] as const;
}
