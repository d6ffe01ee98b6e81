import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { conflictOf, type Signature, type Values } from "../../api/edits";
import type { AttributeConflict } from "../../api/types";
import type { Attribute } from "../../components/schema";
import { t } from "../../locales/i18n";
import { expiresAt } from "../administration/expiry";
import { otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { AttributeFields, fieldOf } from "./AttributeFields";
import { Conflicts } from "./Conflicts";
import classes from "./edit.module.css";
import { SignatureFields, UNSIGNED } from "./SignatureFields";
import { type Kind, useDraftCheck } from "./useDraftCheck";
import { changesOf, type Texts, textOf } from "./values";

interface Props {
  kind: Kind;
  attributes: readonly Attribute[];
  /** What was shown when the editing began. */
  looked: { before: Texts; revision: number };
  save: (values: Values, signed: Signature, revision: number) => Promise<unknown>;
  done: () => void;
  close: () => void;
}

/** The attributes of a CI or relationship as fields; when they changed meanwhile all three sides are shown. */
export function EditForm({ kind, attributes, looked, save, done, close }: Props) {
  const [before, setBefore] = useState(looked.before);
  const [texts, setTexts] = useState<Texts>(before);
  const [revision, setRevision] = useState(looked.revision);
  const [signing, setSigning] = useState(UNSIGNED);
  const [badDate, setBadDate] = useState<string | null>(null);
  const { values, errors } = changesOf(attributes, before, texts);
  const refused = useDraftCheck(kind, values);
  const saving = useMutation({
    mutationFn: (signed: Signature) => save(values, signed, revision),
    onSuccess: () => { close(); done(); },
    onError: (error) => {
      const conflict = conflictOf(error);
      if (conflict) setRevision(conflict.revision);
    },
  });
  const conflicts = conflictOf(saving.error)?.conflicts.filter(({ attribute }) => attribute in values) ?? [];
  const isNothing = Object.keys(values).length === 0;
  const wrong = { ...refused, ...errors };
  const isWrong = Object.keys(wrong).length > 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { at, error } = expiresAt(signing.expiry, new Date());
    setBadDate(error);
    if (error === null && !isNothing && !isWrong) saving.mutate({ reason: signing.reason, expires_at: at });
  };
  const takeTheirs = ({ attribute, theirs }: AttributeConflict) => {
    setBefore({ ...before, [attribute]: textOf(theirs) });
    setTexts({ ...texts, [attribute]: textOf(theirs) });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {conflicts.length > 0 && (
        <Conflicts
          conflicts={conflicts} takeTheirs={takeTheirs}
          labelOf={(name) => attributes.find((one) => one.name === name)?.label ?? name}
        />
      )}
      <AttributeFields attributes={attributes} texts={texts} wrong={wrong} refusal={saving.error} change={setTexts} />
      <SignatureFields signing={signing} change={setSigning} badDate={badDate} />
      <ErrorLine text={conflicts.length > 0 ? null : otherError(saving.error, attributes.map(fieldOf))} />
      <div className={classes.actions}>
        <Button variant="default" onClick={close}>{t("Cancel")}</Button>
        <Button type="submit" loading={saving.isPending} disabled={isNothing || isWrong}>
          {t("{count, plural, =0 {Nothing changed} one {Save # change} other {Save # changes}}", { count: Object.keys(values).length })}
        </Button>
      </div>
    </form>
  );
}
