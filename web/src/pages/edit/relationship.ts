/** A relationship as the page of either of its ends shows it, told from the CI that it leaves. */
import type { Bond } from "../../api/edits";
import type { CI, Relationship } from "../../api/types";
import { typeWords } from "../../locales/labels";
import type { Apart } from "./said";

interface End {
  uid: string;
  name: string;
}

/** What is edited: the relationship, the CI that it leaves, and how it is called. */
export interface Edited {
  uid: string;
  source: End;
  bond: Bond;
  words: string;
}

export function editedOf(ci: CI, { uid, type, direction, other, attributes }: Relationship, apart: Apart): Edited {
  const [source, target] = direction === "out" ? [ci, other] : [other, ci];
  const told = Object.fromEntries(apart(type).flatMap((name) => (name in attributes ? [[name, attributes[name] ?? ""] as const] : [])));
  return {
    uid, source: { uid: source.uid, name: source.name }, bond: { type, target_uid: target.uid, attributes: told },
    words: `${source.name} ${typeWords(type)} ${target.name}`,
  };
}
