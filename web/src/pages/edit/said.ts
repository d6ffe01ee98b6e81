/** What people say of relationships, out of the edits of the CI that they leave. */
import type { CIEdit, Schema } from "../../api/types";

type Said = CIEdit["relationships"][number];

/** One word on a relationship and the edit that it is of. */
export interface Word {
  edit: CIEdit;
  said: Said;
}

/** Which relationship of a CI is meant. */
export type Meant = Pick<Said, "type" | "target_uid" | "attributes">;

/** The attributes that tell relationships of a type between the same CIs apart, by the type. */
export type Apart = (type: string) => readonly string[];

export function apartBy(schema: Schema | undefined): Apart {
  return (type) => schema?.relationship_types.find(({ name }) => name === type)?.discriminator ?? [];
}

function keyOf({ type, target_uid: target, attributes }: Meant, apart: Apart): string {
  return JSON.stringify([type, target, ...apart(type).map((name) => attributes[name] ?? null)]);
}

function wordsOf(edits: readonly CIEdit[]): Word[] {
  return edits.flatMap((edit) => edit.relationships.map((said) => ({ edit, said })));
}

/** All that people said of one relationship, the newest first. */
export function wordsOn(edits: readonly CIEdit[], meant: Meant, apart: Apart): Word[] {
  return wordsOf(edits).filter(({ said }) => keyOf(said, apart) === keyOf(meant, apart));
}

/** The relationships that people ended: those of which the last word that still counts says so. */
export function endedByHand(edits: readonly CIEdit[], apart: Apart): Word[] {
  const last = new Map<string, Word>();
  for (const word of wordsOf(edits.filter(({ is_expired: isExpired }) => !isExpired))) {
    const key = keyOf(word.said, apart);
    if (!last.has(key)) last.set(key, word);
  }
  return [...last.values()].filter(({ said }) => said.status === "retired");
}
