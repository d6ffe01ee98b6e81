import { Button, Switch, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { defineService, previewQuery, type ServiceDefinition, type ServiceDetail, type Wanted, withdrawDefinition } from "../../api/services";
import type { SearchHit } from "../../api/types";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine, ResultLine, useResult } from "../administration/Result";
import { QueryField } from "../cis/query/QueryField";
import { TargetPicker } from "../edit/TargetPicker";
import { PreviewPanel } from "./PreviewPanel";

const PAUSE_MS = 500;
const FIELDS = ["entries", "query", "chosen", "left_out"];

type Named = ServiceDefinition["chosen"][number];

interface Draft {
  entries: string;
  query: string;
  chosen: readonly Named[];
  leftOut: readonly Named[];
  follows: boolean;
}

function draftOf(definition: ServiceDefinition | null): Draft {
  if (!definition) return { entries: "", query: "", chosen: [], leftOut: [], follows: true };
  const { entries, query, chosen, left_out: leftOut, follows } = definition;
  return { entries: entries.map(({ text }) => text).join("\n"), query, chosen, leftOut, follows };
}

function wantedOf({ entries, query, chosen, leftOut, follows }: Draft): Wanted {
  return {
    entries: entries.split("\n").map((line) => line.trim()).filter(Boolean),
    query: query.trim(),
    chosen: chosen.map(({ uid }) => uid),
    left_out: leftOut.map(({ uid }) => uid),
    follows,
  };
}

function isNothing({ entries, query, chosen }: Wanted): boolean {
  return entries.length + chosen.length === 0 && query === "";
}

/** CIs that somebody names, each with a way to take it away. */
function Chosen({ label, cis, change }: { label: string; cis: readonly Named[]; change: (cis: readonly Named[]) => void }) {
  const [turn, setTurn] = useState(0);
  const add = (hit: SearchHit | null) => {
    if (!hit) return;
    if (!cis.some(({ uid }) => uid === hit.uid)) change([...cis, { uid: hit.uid, name: hit.name, ci_class: hit.ci_class }]);
    setTurn(turn + 1);
  };
  return (
    <div>
      <TargetPicker key={turn} label={label} besides="" target={null} choose={add} />
      {cis.map((ci) => (
        <div key={ci.uid} className="row">
          <span className="grow">{ci.name || ci.uid}</span>
          <Button variant="default" size="compact-xs" aria-label={t("Take {name} away", { name: ci.name })} onClick={() => { change(cis.filter(({ uid }) => uid !== ci.uid)); }}>{t("Take away")}</Button>
        </div>
      ))}
    </div>
  );
}

function useSaving({ service, definition }: ServiceDetail, tell: ReturnType<typeof useResult>[1]) {
  const queries = useQueryClient();
  const settled = () => Promise.all([queries.invalidateQueries({ queryKey: ["services"] }), queries.invalidateQueries({ queryKey: ["service-preview"] })]);
  const revision = definition?.revision ?? 0;
  const saving = useMutation({
    mutationFn: ({ wanted, reason }: { wanted: Wanted; reason: string }) => defineService(service.uid, wanted, reason, revision),
    onSuccess: () => { tell({ state: "up", text: t("{name} consists of that from now on.", { name: service.name }) }); },
    onSettled: settled,
  });
  const withdrawing = useMutation({
    mutationFn: () => withdrawDefinition(service.uid, revision),
    onSuccess: () => { tell({ state: "up", text: t("{name} is no longer defined.", { name: service.name }) }); },
    onSettled: settled,
  });
  return { saving, withdrawing };
}

/** From what the members of a service follow, with a look at what it comes to before it is kept. */
export function DefinitionForm({ detail, mayEdit }: { detail: ServiceDetail; mayEdit: boolean }) {
  const { service, definition } = detail;
  const [draft, setDraft] = useState(() => draftOf(definition));
  const [reason, setReason] = useState("");
  const [result, tell] = useResult();
  const { saving, withdrawing } = useSaving(detail, tell);
  const wanted = wantedOf(draft);
  const [asked] = useDebouncedValue(JSON.stringify(wanted), PAUSE_MS);
  const tried = JSON.parse(asked) as Wanted;
  const preview = useQuery(previewQuery(service.uid, isNothing(tried) ? null : tried));
  const error = saving.error ?? preview.error;
  const set = (patch: Partial<Draft>) => { setDraft({ ...draft, ...patch }); };
  return (
    <div className={classes.columns}>
      <PreviewPanel preview={isNothing(tried) ? null : (preview.data ?? null)} isOld={preview.isFetching || asked !== JSON.stringify(wanted)} />
      <form className={`panel ${classes.form ?? ""}`} aria-label={t("Definition")} onSubmit={(event) => { event.preventDefault(); saving.mutate({ wanted, reason }); }}>
        <h2>{t("What it consists of")}</h2>
        <ResultLine result={result} />
        <Textarea
          label={t("Entry points, one a line")} description={t("Where it is entered: https://shop.example, shop.example:8443 or the name of a program or group")}
          autosize minRows={2} value={draft.entries} error={fieldError(error, "entries")} onChange={(event) => { set({ entries: event.currentTarget.value }); }}
        />
        <QueryField
          label={t("Query")} description={t("CIs that belong to it, in the filter language: process_name = nginx")}
          minRows={1} value={draft.query} error={fieldError(error, "query")} write={(query) => { set({ query }); }}
        />
        <Switch label={t("With all that these need")} checked={draft.follows} onChange={(event) => { set({ follows: event.currentTarget.checked }); }} />
        <Chosen label={t("Belongs to it too")} cis={draft.chosen} change={(chosen) => { set({ chosen }); }} />
        <Chosen label={t("Does not, nor what is behind it")} cis={draft.leftOut} change={(leftOut) => { set({ leftOut }); }} />
        <TextInput label={t("Reason")} maxLength={500} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        <ErrorLine text={otherError(error, FIELDS)} />
        <Button type="submit" loading={saving.isPending} disabled={!mayEdit || isNothing(wanted)}>{t("Save the definition")}</Button>
        {definition && <Button variant="default" loading={withdrawing.isPending} disabled={!mayEdit} onClick={() => { withdrawing.mutate(); setDraft(draftOf(null)); }}>{t("Withdraw the definition")}</Button>}
        {!mayEdit && <p className="dim">{t("Your roles do not allow changes; an administrator can give you one that does.")}</p>}
      </form>
    </div>
  );
}
