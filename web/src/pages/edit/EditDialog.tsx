import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { changeCI, conflictOf, type Signature } from "../../api/edits";
import { schemaQuery } from "../../api/session";
import type { AttributeConflict, CI } from "../../api/types";
import type { Attribute } from "../../components/schema";
import { t } from "../../locales/i18n";
import { expiresAt } from "../administration/expiry";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { AttributeField } from "./AttributeField";
import { Conflicts } from "./Conflicts";
import classes from "./edit.module.css";
import { SignatureFields, UNSIGNED } from "./SignatureFields";
import { useDraftCheck } from "./useDraftCheck";
import { changesOf, type Texts, textOf } from "./values";

interface Props {
  ci: CI;
  done: () => void;
  close: () => void;
}

/** Says by hand what the attributes of a CI are. */
export function EditDialog({ ci, done, close }: Props) {
  const { data } = useQuery(schemaQuery);
  const attributes = data?.classes.find(({ name }) => name === ci.ci_class)?.attributes ?? [];
  return (
    <Modal opened onClose={close} title={t("Edit {name}", { name: ci.name })} size="xl" closeButtonProps={{ "aria-label": t("Close") }}>
      <EditForm ci={ci} attributes={attributes} done={done} close={close} />
    </Modal>
  );
}

function EditForm({ ci, attributes, done, close }: Props & { attributes: readonly Attribute[] }) {
  const [before, setBefore] = useState<Texts>(() => Object.fromEntries(ci.attributes.map(({ name, value }) => [name, textOf(value)])));
  const [texts, setTexts] = useState<Texts>(before);
  const [revision, setRevision] = useState(ci.revision);
  const [signing, setSigning] = useState(UNSIGNED);
  const [badDate, setBadDate] = useState<string | null>(null);
  const { values, errors } = changesOf(attributes, before, texts);
  const refused = useDraftCheck(ci.ci_class, values);
  const saving = useMutation({
    mutationFn: (signed: Signature) => changeCI(ci.uid, { attributes: values, released: [] }, signed, revision),
    onSuccess: () => { close(); done(); },
    onError: (error) => {
      const conflict = conflictOf(error);
      if (conflict) setRevision(conflict.revision);
    },
  });
  const conflicts = conflictOf(saving.error)?.conflicts.filter(({ attribute }) => attribute in values) ?? [];
  const isNothing = Object.keys(values).length === 0;
  const isWrong = Object.keys({ ...errors, ...refused }).length > 0;
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
  const fields = attributes.map(({ name }) => `attributes.${name}`);
  return (
    <form className={classes.form} onSubmit={submit}>
      {conflicts.length > 0 && (
        <Conflicts
          conflicts={conflicts} takeTheirs={takeTheirs}
          labelOf={(name) => attributes.find((one) => one.name === name)?.label ?? name}
        />
      )}
      <div className={classes.fields}>
        {attributes.map((attribute) => (
          <AttributeField
            key={attribute.name} attribute={attribute} text={texts[attribute.name] ?? ""}
            error={errors[attribute.name] ?? refused[attribute.name] ?? fieldError(saving.error, `attributes.${attribute.name}`)}
            change={(text) => { setTexts({ ...texts, [attribute.name]: text }); }}
          />
        ))}
      </div>
      <SignatureFields signing={signing} change={setSigning} badDate={badDate} />
      <ErrorLine text={conflicts.length > 0 ? null : otherError(saving.error, fields)} />
      <div className={classes.actions}>
        <Button variant="default" onClick={close}>{t("Cancel")}</Button>
        <Button type="submit" loading={saving.isPending} disabled={isNothing || isWrong}>
          {t("{count, plural, =0 {Nothing changed} one {Save # change} other {Save # changes}}", { count: Object.keys(values).length })}
        </Button>
      </div>
    </form>
  );
}
