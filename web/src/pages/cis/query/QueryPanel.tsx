import { Button, Textarea } from "@mantine/core";
import { type SyntheticEvent, useRef, useState } from "react";

import type { Schema } from "../../../api/types";
import { t } from "../../../locales/i18n";
import { Mistake } from "./Mistake";
import classes from "./Query.module.css";
import { QueryForm } from "./QueryForm";
import { SavedQueries } from "./SavedQueries";
import { useQueryForm } from "./useQueryForm";

const MOST_LETTERS = 4000;

interface Props {
  /** The query that is in force. */
  inForce: string;
  apply: (text: string) => void;
  schema: Schema;
}

/** A question over all attributes and relationships: as a form and as the text that the form stands for. */
export function QueryPanel({ inForce, apply, schema }: Props) {
  const draft = useDraft(inForce);
  const area = useRef<HTMLTextAreaElement>(null);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const place = draft.mistake?.position;
    if (draft.mistake === null || draft.text.trim() === "") apply(draft.text.trim());
    else if (place != null) {
      area.current?.focus();
      area.current?.setSelectionRange(place, place + (draft.mistake.length ?? 1));
    }
  };
  return (
    <section className={`panel ${classes.panel ?? ""}`} aria-label={t("Query")} tabIndex={0}>
      <form className={classes.head} onSubmit={submit}>
        <Textarea
          className={classes.text ?? ""} label={t("Query")} autosize minRows={1} maxRows={6} maxLength={MOST_LETTERS}
          placeholder={'runs_on (server and site = "Oslo") and last_seen_at newer than 7 days'} spellCheck={false}
          ref={area} value={draft.text} error={draft.mistake !== null && <Mistake text={draft.text} mistake={draft.mistake} />}
          onChange={(event) => { draft.write(event.currentTarget.value); }}
          onKeyDown={(event) => { if (event.key === "Enter" && !event.shiftKey) submit(event); }}
        />
        <Button type="submit" disabled={draft.text.trim() === inForce}>{t("Apply")}</Button>
        <SavedQueries text={draft.text.trim()} choose={(text) => { draft.write(text); apply(text); }} />
      </form>
      <QueryForm {...draft} schema={schema} />
    </section>
  );
}

/** The text being written, which follows what is in force, and the tree being built. */
function useDraft(inForce: string) {
  const [text, write] = useState(inForce);
  const [known, setKnown] = useState(inForce);
  if (known !== inForce) {
    setKnown(inForce);
    if (inForce !== text.trim()) write(inForce);
  }
  return { text, write, ...useQueryForm(text, write) };
}
