import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { createCI, type Signature } from "../../api/edits";
import { Problem } from "../../api/problem";
import { schemaQuery } from "../../api/session";
import type { CIClass, SearchHit } from "../../api/types";
import { AppLink, useOpen } from "../../components/AppLink";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import { first, useUrlState } from "../../shell/search";
import { expiresAt } from "../administration/expiry";
import { otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { AttributeFields, fieldOf } from "./AttributeFields";
import classes from "./edit.module.css";
import { SignatureFields, UNSIGNED } from "./SignatureFields";
import { TargetPicker } from "./TargetPicker";
import { useDraftCheck } from "./useDraftCheck";
import { changesOf, type Texts } from "./values";

/** A CI that no source reports: its class, its attributes, its owner. The class stands in the URL. */
export function CreatePage() {
  const mayWrite = useMay("write");
  const schema = useQuery(schemaQuery);
  const [search, change] = useUrlState();
  const chosen = first(search, "ci_class") || "server";
  return (
    <>
      <title>{`${t("Create a CI")} · Plumbline`}</title>
      <h1>{t("Create a CI")}</h1>
      {!mayWrite ? <div className="panel"><Forbidden permission="write" /></div> : (
        <Loaded query={schema} what={t("The classes could not be loaded.")}>
          {({ classes: all }) => {
            const possible = all.filter(({ is_abstract: isAbstract }) => !isAbstract);
            const ciClass = possible.find(({ name }) => name === chosen) ?? possible[0];
            return (
              <div className={`panel ${classes.form ?? ""}`}>
                <NativeSelect
                  size="xs" label={t("Class")} description={ciClass?.doc} value={ciClass?.name}
                  data={possible.map(({ name, label }) => ({ value: name, label })).sort((a, b) => a.label.localeCompare(b.label))}
                  onChange={(event) => { change({ ci_class: event.currentTarget.value }); }}
                />
                {ciClass && <CreateForm key={ciClass.name} ciClass={ciClass} />}
              </div>
            );
          }}
        </Loaded>
      )}
    </>
  );
}

/** The CI that is there already, when that is why it was refused. */
function AlreadyThere({ error }: { error: Error | null }) {
  if (!(error instanceof Problem) || error.body.code !== "already_there") return null;
  const { uid } = error.body as { uid?: string };
  return uid ? <AppLink href={`/cis/${uid}`}>{t("Show the CI that is there already")}</AppLink> : null;
}

function CreateForm({ ciClass }: { ciClass: CIClass }) {
  const open = useOpen();
  const [texts, setTexts] = useState<Texts>({});
  const [owner, setOwner] = useState<SearchHit | null>(null);
  const [signing, setSigning] = useState(UNSIGNED);
  const [badDate, setBadDate] = useState<string | null>(null);
  const { values, errors } = changesOf(ciClass.attributes, {}, texts);
  const refused = useDraftCheck({ of: "ci_class", name: ciClass.name }, values);
  const creating = useMutation({
    mutationFn: (signed: Signature) => createCI({ ci_class: ciClass.name, attributes: values, owner_uid: owner?.uid ?? null }, signed),
    onSuccess: ({ uid }) => { open(`/cis/${uid}`); },
  });
  const wrong = { ...refused, ...errors };
  const isWrong = Object.keys(wrong).length > 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { at, error } = expiresAt(signing.expiry, new Date());
    setBadDate(error);
    if (error === null && !isWrong) creating.mutate({ reason: signing.reason, expires_at: at });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className="dim">{t("What tells it from others: {rules}", { rules: ciClass.identification.join("; ") })}</p>
      <AttributeFields attributes={ciClass.attributes} texts={texts} wrong={wrong} refusal={creating.error} change={setTexts} />
      <TargetPicker label={t("Part of (only for what is part of another CI)")} besides="" target={owner} choose={setOwner} />
      <SignatureFields signing={signing} change={setSigning} badDate={badDate} />
      <ErrorLine text={otherError(creating.error, ciClass.attributes.map(fieldOf))} />
      <AlreadyThere error={creating.error} />
      <div className={classes.actions}>
        <Button type="submit" loading={creating.isPending} disabled={isWrong || Object.keys(values).length === 0}>{t("Create")}</Button>
      </div>
    </form>
  );
}
