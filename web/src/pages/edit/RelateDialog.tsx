import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type Bond, relateCI, type Signature } from "../../api/edits";
import { schemaQuery } from "../../api/session";
import type { CI, Schema, SearchHit } from "../../api/types";
import { Dialog } from "../../components/Dialog";
import { useClassLabel } from "../../components/schema";
import { t } from "../../locales/i18n";
import { typeWords } from "../../locales/labels";
import { expiresAt } from "../administration/expiry";
import { otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { AttributeFields, fieldOf } from "./AttributeFields";
import classes from "./edit.module.css";
import { SignatureFields, UNSIGNED } from "./SignatureFields";
import { TargetPicker } from "./TargetPicker";
import { useDraftCheck } from "./useDraftCheck";
import { changesOf, type Texts } from "./values";

interface Props {
  ci: CI;
  done: (text: string) => void;
  close: () => void;
}

/** The types that may lead from one class to another, parents included. */
function typesBetween(schema: Schema | undefined, source: string, target: string): string[] {
  const isA = (name: string, ancestor: string) =>
    name === ancestor || (schema?.classes.find((one) => one.name === name)?.parents.includes(ancestor) ?? false);
  return (schema?.relationship_types ?? [])
    .filter(({ sources, targets }) => sources.some((end) => isA(source, end)) && targets.some((end) => isA(target, end)))
    .map(({ name }) => name);
}

interface TypeProps {
  ends: { source: string; target: string };
  types: readonly string[];
  chosen: string;
  choose: (type: string) => void;
}

function TypeChoice({ ends, types, chosen, choose }: TypeProps) {
  const labelOf = useClassLabel();
  if (types.length === 0) {
    return <ErrorLine text={t("Nothing leads from a {source} to a {target}.", { source: labelOf(ends.source), target: labelOf(ends.target) })} />;
  }
  return (
    <NativeSelect
      size="xs" label={t("Relationship")} data={types.map((type) => ({ value: type, label: typeWords(type) }))} value={chosen}
      onChange={(event) => { choose(event.currentTarget.value); }}
    />
  );
}

/** Says by hand that a CI needs another one. */
export function RelateDialog({ ci, done, close }: Props) {
  const { data: schema } = useQuery(schemaQuery);
  const [target, setTarget] = useState<SearchHit | null>(null);
  const [type, setType] = useState("");
  const [texts, setTexts] = useState<Texts>({});
  const [signing, setSigning] = useState(UNSIGNED);
  const [badDate, setBadDate] = useState<string | null>(null);
  const types = target ? typesBetween(schema, ci.ci_class, target.ci_class) : [];
  const chosen = types.includes(type) ? type : types[0] ?? "";
  const attributes = schema?.relationship_types.find(({ name }) => name === chosen)?.attributes ?? [];
  const { values, errors } = changesOf(attributes, {}, texts);
  const wrong = { ...useDraftCheck({ of: "relationship", name: chosen }, values), ...errors };
  const saving = useMutation({
    mutationFn: ({ to, signed }: { to: SearchHit; signed: Signature }) =>
      // Nothing was there before, so that no value is null.
      relateCI(ci.uid, { type: chosen, target_uid: to.uid, attributes: values as Bond["attributes"] }, "active", signed),
    onSuccess: (_, { to }) => { close(); done(t("{name} {type} {target}", { name: ci.name, type: typeWords(chosen), target: to.name })); },
  });
  const isOff = chosen === "" || Object.keys(wrong).length > 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { at, error } = expiresAt(signing.expiry, new Date());
    setBadDate(error);
    if (error === null && target && !isOff) saving.mutate({ to: target, signed: { reason: signing.reason, expires_at: at } });
  };
  return (
    <Dialog title={t("Relate {name} to another CI", { name: ci.name })} close={close}>
      <form className={classes.form} onSubmit={submit}>
        <TargetPicker besides={ci.uid} target={target} choose={setTarget} label={t("The CI that it needs")} />
        {target && <TypeChoice ends={{ source: ci.ci_class, target: target.ci_class }} types={types} chosen={chosen} choose={setType} />}
        {attributes.length > 0 && <AttributeFields attributes={attributes} texts={texts} wrong={wrong} refusal={saving.error} change={setTexts} />}
        <SignatureFields signing={signing} change={setSigning} badDate={badDate} />
        <ErrorLine text={otherError(saving.error, attributes.map(fieldOf))} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending} disabled={!target || isOff}>{t("Relate")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
