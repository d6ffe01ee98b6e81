import { Button, MultiSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { saveTerms, type Terms, termsQuery, type TermsText } from "../../api/acceptances";
import { recordTypesQuery } from "../../api/records";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { typeNamed } from "../records/words";

const EMPTY: TermsText = { name: "", text: "", categories: [], version: 0, fingerprint: "" };

/** The texts that holders accept; each is for some categories. */
export function TermsTab() {
  const terms = useQuery(termsQuery);
  return (
    <Loaded query={terms} what={t("The terms could not be loaded.")}>
      {(found) => <TermsForm found={found} />}
    </Loaded>
  );
}

function TermsForm({ found }: { found: Terms }) {
  const [wanted, setWanted] = useState(found);
  const [result, tell] = useResult();
  const queries = useQueryClient();
  const keeper = useFocusKeeper();
  const kind = typeNamed(useQuery(recordTypesQuery).data ?? [], "asset");
  const categories = kind?.fields.find(({ name }) => name === "category")?.choices.map(({ value }) => value) ?? [];
  const saving = useMutation({
    mutationFn: saveTerms,
    onSuccess: (kept) => {
      setWanted(kept);
      queries.setQueryData(termsQuery.queryKey, kept);
      tell({ state: "up", text: t("The terms are saved: they hold for who is given something from now on, and for who has not answered yet.") });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate(wanted);
  };
  const change = (turn: number, part: Partial<TermsText>) => { setWanted({ ...wanted, texts: wanted.texts.map((one, at) => (at === turn ? { ...one, ...part } : one)) }); };
  return (
    <div {...keeper}>
    <form className={administration.stack} style={{ maxWidth: 760 }} onSubmit={submit}>
      <p className="dim">{t("Who is given an asset of one of the categories is asked to accept the text: by mail, and on their home page. Without a text nobody is asked. What was signed stays readable with its version.")}</p>
      {wanted.texts.map((one, turn) => (
        <fieldset key={turn} className={`panel ${administration.form ?? ""}`}>
          <legend>{one.version > 0 ? t("{name}, version {version}", { name: one.name, version: one.version }) : t("New text")}</legend>
          <TextInput label={t("Name")} required withAsterisk={false} maxLength={100} value={one.name} onChange={({ currentTarget }) => { change(turn, { name: currentTarget.value }); }} />
          <MultiSelect label={t("For the categories")} description={t("Without any it is for all others.")} data={categories} value={one.categories} onChange={(chosen) => { change(turn, { categories: chosen }); }} searchable hidePickedOptions />
          <Textarea label={t("Text")} required withAsterisk={false} maxLength={50_000} autosize minRows={6} maxRows={24} value={one.text} onChange={({ currentTarget }) => { change(turn, { text: currentTarget.value }); }} />
          <div><Button size="compact-sm" variant="default" aria-label={t("Remove {name}", { name: one.name || t("New text") })} onClick={() => { setWanted({ ...wanted, texts: wanted.texts.filter((_, at) => at !== turn) }); }}>{t("Remove")}</Button></div>
        </fieldset>
      ))}
      <div><Button variant="default" onClick={() => { setWanted({ ...wanted, texts: [...wanted.texts, EMPTY] }); }}>{t("Another text")}</Button></div>
      <NumberInput label={t("Remind after so many days")} description={t("Again after as many, four times; 0: never.")} min={0} max={365} value={wanted.remind_days} onChange={(value) => { setWanted({ ...wanted, remind_days: Number(value) }); }} style={{ maxWidth: 260 }} />
      <ErrorLine text={saving.error && described(saving.error)} />
      <ResultLine result={result} />
      <div><Button type="submit" loading={saving.isPending}>{t("Save the terms")}</Button></div>
    </form>
    </div>
  );
}
