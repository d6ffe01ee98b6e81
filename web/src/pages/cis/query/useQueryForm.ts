import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type FieldError, Problem } from "../../../api/problem";
import { parseQuery } from "../../../api/queries";
import { mistakeOf } from "./Mistake";
import { type Condition, fromWire, made, spelt } from "./tree";

const PAUSE_MS = 250;
const NOTHING = made("and");

/** The tree of a text that is being written, and what is wrong with the text: each follows the other. */
export function useQueryForm(text: string, write: (text: string) => void) {
  const [form, setForm] = useState<{ tree: Condition; text: string }>({ tree: made("and"), text: "" });
  const { tree, mistake } = useUnderstood(text);
  if (tree !== null && form.text !== text) setForm({ tree, text });
  return {
    tree: form.tree,
    mistake,
    isBehind: mistake !== null && form.text !== text,
    // Building now would write over what was typed a moment ago.
    isWaiting: mistake === null && form.text !== text && text.trim() !== "",
    build: (next: Condition) => {
      const spelled = spelt(next);
      setForm({ tree: next, text: spelled });
      write(spelled);
    },
  };
}

/** How the server understands a text, once the typing pauses: a tree, a mistake, or neither yet. */
function useUnderstood(text: string): { tree: Condition | null; mistake: FieldError | null } {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const { data, error } = useQuery(parseQuery(settled));
  if (settled !== text) return { tree: null, mistake: null };
  if (text.trim() === "") return { tree: NOTHING, mistake: null };
  const tree = data ? fromWire(data.condition) : null;
  return { tree, mistake: error instanceof Problem ? mistakeOf(error) : null };
}
