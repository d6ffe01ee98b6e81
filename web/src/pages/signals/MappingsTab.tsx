import { Button, JsonInput, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { mappingsQuery, type MappingWords, previewMapping, removeMapping, saveMapping, type SignalMapping } from "../../api/signals";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { useMayDecide } from "../identity/OnlyForAll";
import { severityLook } from "./words";

type Previewed = Awaited<ReturnType<typeof previewMapping>>;

const FIRST: MappingWords = {
  items: "events",
  fields: { name: "title", host: "host", severity: "level", status: "state", summary: "text" },
  severities: { high: "critical" },
  over: ["closed"],
};
const SAMPLE = '{"events": [{"title": "Disk full", "host": "db1", "level": "high", "state": "open", "text": "98 %"}]}';

function columns(edit: (mapping: SignalMapping) => void, remove: (mapping: SignalMapping) => void): Column<SignalMapping>[] {
  return [
    { key: "name", label: t("Mapping"), width: 140, cell: ({ name }) => name },
    { key: "items", label: t("Signals stand at"), width: 140, cell: ({ items }) => <code>{items}</code> },
    { key: "fields", label: t("Fields"), width: 320, cell: ({ fields }) => <code>{Object.entries(fields).map(([name, text]) => `${name}: ${text}`).join(", ")}</code> },
    { key: "action", label: t("Action"), width: 150, cell: (mapping) => (
      <div className={classes.actions}>
        <Button variant="default" size="compact-xs" aria-label={t("Edit {name}", { name: mapping.name })} onClick={() => { edit(mapping); }}>{t("Edit")}</Button>
        <Button variant="default" size="compact-xs" aria-label={t("Remove {name}", { name: mapping.name })} onClick={() => { remove(mapping); }}>{t("Remove")}</Button>
      </div>
    ) },
  ];
}

const previewColumns = (): Column<Previewed["items"][number]>[] => [
  { key: "severity", label: t("Severity"), width: 90, cell: ({ severity }) => <Look look={severityLook(severity)} /> },
  { key: "status", label: t("Status"), width: 80, cell: ({ status }) => status },
  { key: "name", label: t("Signal"), width: 200, cell: ({ name, summary }) => <><strong>{name}</strong> <span className="dim">{summary}</span></> },
  { key: "names", label: t("Names"), width: 160, cell: ({ names }) => names || t("nothing") },
  { key: "fingerprint", label: t("Fingerprint"), width: 160, cell: ({ fingerprint }) => <code>{fingerprint}</code> },
];

function PreviewOf({ preview: { items, total, refused } }: { preview: Previewed }) {
  return (
    <>
      <SectionTable title={t("What it makes of the sample")} count={total} columns={previewColumns()} rows={items} rowKey={({ fingerprint, status }) => `${fingerprint} ${status}`} empty={<Empty>{t("No signal is in it.")}</Empty>} />
      {refused.map(({ field, message, remedy }) => <ErrorLine key={field} text={`${field} ${message}; ${remedy}`} />)}
    </>
  );
}

function wordsOf(text: string): MappingWords | null {
  try {
    const found = JSON.parse(text) as unknown;
    return typeof found === "object" && found !== null ? { ...FIRST, severities: {}, over: [], ...found } : null;
  } catch {
    return null;
  }
}

function textOf({ items, fields, severities, over }: MappingWords): string {
  return JSON.stringify({ items, fields, severities, over }, null, 2);
}

function Editor({ mapping, saved }: { mapping: SignalMapping | null; saved: (name: string) => void }) {
  const [name, setName] = useState(mapping?.name ?? "");
  const [text, setText] = useState(textOf(mapping ?? FIRST));
  const [sample, setSample] = useState(SAMPLE);
  const queries = useQueryClient();
  const words = wordsOf(text);
  const trying = useMutation({ mutationFn: (wanted: MappingWords) => previewMapping(wanted, sample) });
  const saving = useMutation({
    mutationFn: (wanted: MappingWords) => saveMapping(name.trim(), wanted),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["signals", "mappings"] });
      saved(name.trim());
    },
  });
  const failed = saving.error ?? trying.error;
  return (
    <form className={`panel ${classes.form ?? ""}`} aria-label={t("A mapping")} onSubmit={(event) => { event.preventDefault(); if (words) saving.mutate(words); }}>
      <h2>{mapping ? t("Edit {name}", { name: mapping.name }) : t("New mapping")}</h2>
      <p className="dim">{t("Each value is a JMESPath expression: “items” leads to the list of signals, “fields” to what each of them says (name, fingerprint, status, severity, summary, started_at, ended_at, value, labels, uid, host, address, port, program, service, ci_class). Words in “over” say that it has ended.")}</p>
      <TextInput label={t("Name")} required maxLength={100} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      <JsonInput label={t("Mapping")} autosize minRows={8} maxRows={24} formatOnBlur value={text} onChange={setText} error={words ? null : t("This is no JSON object.")} />
      <Textarea label={t("Sample of what the sender sends")} autosize minRows={3} maxRows={16} value={sample} onChange={(event) => { setSample(event.currentTarget.value); }} />
      <ErrorLine text={failed && described(failed)} />
      <div className="row">
        <Button variant="default" disabled={!words} loading={trying.isPending} onClick={() => { if (words) trying.mutate(words); }}>{t("Try it on the sample")}</Button>
        <Button type="submit" disabled={!words || name.trim() === ""} loading={saving.isPending}>{t("Keep")}</Button>
      </div>
      {trying.data && <PreviewOf preview={trying.data} />}
    </form>
  );
}

/** How senders' JSON is read: mappings, tried on a sample before they are kept. */
export function MappingsTab() {
  const mappings = useQuery(mappingsQuery);
  const queries = useQueryClient();
  const mayDecide = useMayDecide();
  const [result, tell] = useResult();
  const [edited, setEdited] = useState<SignalMapping | null | "none">("none");
  const keeper = useFocusKeeper();
  const removing = useMutation({
    mutationFn: async ({ name }: SignalMapping) => {
      await removeMapping(name);
      return name;
    },
    onSuccess: (name) => { tell({ state: "up", text: t("The mapping {name} is removed.", { name }) }); },
    onSettled: () => queries.invalidateQueries({ queryKey: ["signals", "mappings"] }),
  });
  const shown = columns(setEdited, (mapping) => { removing.mutate(mapping); });
  return (
    <div className={classes.stack} {...keeper}>
      <ResultLine result={result} />
      <ErrorLine text={removing.error && described(removing.error)} />
      <Loaded query={mappings} what={t("The mappings could not be loaded.")}>
        {({ items }) => (
          <SectionTable
            title={t("Mappings")} count={items.length} columns={mayDecide ? shown : shown.slice(0, -1)} rows={items} rowKey={({ name }) => name}
            note={mayDecide && <Button size="compact-sm" variant="default" onClick={() => { setEdited(null); }}>{t("New mapping…")}</Button>}
            empty={<Empty>{t("Alertmanager needs no mapping. One tells how the JSON of another sender is read, which then posts to /api/v1/signals/mapped?mapping=NAME.")}</Empty>}
          />
        )}
      </Loaded>
      {edited !== "none" && <Editor key={edited?.name ?? ""} mapping={edited} saved={(name) => { tell({ state: "up", text: t("The mapping {name} is kept.", { name }) }); setEdited("none"); }} />}
    </div>
  );
}
