import { Button, Checkbox, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type RecordDetail, type RecordEntry, sayOnRecord } from "../../api/records";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import classes from "./records.module.css";
import { entryWord } from "./words";

/** What happened to a record and what was said of it, the newest first. */
export function Timeline({ record, said }: { record: RecordDetail; said: (record: RecordDetail) => void }) {
  return (
    <section className="panel" aria-label={t("Timeline")}>
      <h2>{t("Timeline")}</h2>
      <Say record={record} said={said} />
      <ol className={classes.timeline}>
        {record.entries.toReversed().map((entry) => <Line key={entry.uid} entry={entry} />)}
      </ol>
    </section>
  );
}

function Line({ entry }: { entry: RecordEntry }) {
  return (
    <li data-kind={entry.kind}>
      <div><strong>{entry.by}</strong> {entryWord(entry)} <span className="dim"><Time at={entry.at} isRelative /></span></div>
      {entry.changes.map(({ field, label, before, after }, index) => (
        <div key={`${field}${String(index)}`} className={classes.text}><span className="dim">{label}:</span> {before || "–"} → {after || "–"}</div>
      ))}
      {entry.text && <div className={classes.text}>{entry.text}</div>}
    </li>
  );
}

function Say({ record, said }: { record: RecordDetail; said: (record: RecordDetail) => void }) {
  const [text, setText] = useState("");
  const [isNote, setNote] = useState(false);
  const saying = useMutation({
    mutationFn: () => sayOnRecord(record.number, isNote ? "note" : "comment", text),
    onSuccess: (after) => {
      setText("");
      said(after);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saying.mutate();
  };
  return (
    <form className={edit.form} onSubmit={submit}>
      <Textarea label={t("Say something")} required maxLength={20_000} autosize minRows={2} maxRows={10} value={text} onChange={({ currentTarget }) => { setText(currentTarget.value); }} />
      {record.may_note && <Checkbox label={t("Only for those who work on it")} checked={isNote} onChange={({ currentTarget }) => { setNote(currentTarget.checked); }} />}
      <ErrorLine text={saying.error && described(saying.error)} />
      <div className={edit.actions}><Button type="submit" loading={saying.isPending}>{isNote ? t("Note") : t("Comment")}</Button></div>
    </form>
  );
}
