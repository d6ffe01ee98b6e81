import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type MajorIncident, majorIncidentQuery } from "../../api/recordInsight";
import { changeRecord, type RecordDetail, type RecordField, sayOnRecord } from "../../api/records";
import { CILink } from "../../components/CILink";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { MajorDialog } from "./MoveDialog";
import classes from "./records.module.css";
import { localTime, utcTime } from "./rows";

interface Props {
  record: RecordDetail;
  fields: readonly RecordField[];
  changed: (record: RecordDetail, said: string) => void;
}

const ROLES = ["commander", "technical_lead", "communicator"];

/** A major incident: why it is one, who leads it, when word comes next, whom it concerns, and a way to tell them. */
export function MajorPanel({ record, fields, changed }: Props) {
  const [isDeclaring, setDeclaring] = useState(false);
  const valueOf = (name: string) => record.values.find(({ field }) => field === name)?.value ?? "";
  const may = record.values.some(({ field, may_change }) => field === "major" && may_change);
  const isMajor = valueOf("major") === "declared";
  if (!isMajor && !(may && record.is_open)) return null;
  const dialog = isDeclaring && (
    <MajorDialog record={record} fields={fields} close={() => { setDeclaring(false); }} done={(after) => { setDeclaring(false); changed(after, t("{name} is saved.", { name: after.number })); }} />
  );
  if (!isMajor) return <div><Button size="compact-sm" variant="default" onClick={() => { setDeclaring(true); }}>{t("Declare it major…")}</Button>{dialog}</div>;
  const next = valueOf("next_update_at");
  return (
    <section className="panel" aria-label={t("Major incident")}>
      <h2>{t("Major incident")}</h2>
      <p className={classes.head}><Look look={["down", "■", t("Major")]} /> {valueOf("major_reason")} {may && <Button size="compact-xs" variant="default" onClick={() => { setDeclaring(true); }}>{t("Roles and state…")}</Button>}</p>
      <dl className={classes.values}>
        {ROLES.map((name) => <div key={name} style={{ display: "contents" }}><dt>{fields.find((field) => field.name === name)?.label ?? name}</dt><dd>{valueOf(name) || <span className="dim">{t("nobody")}</span>}</dd></div>)}
        <dt>{t("Next update")}</dt>
        <dd>{next === "" ? <span className="dim">{t("not said")}</span> : <Time at={next} isRelative />}</dd>
      </dl>
      <Concerned record={record} may={may} changed={changed} />
      {dialog}
    </section>
  );
}

function Concerned({ record, may, changed }: { record: RecordDetail; may: boolean; changed: Props["changed"] }) {
  const major = useQuery(majorIncidentQuery(record.number, record.revision));
  return (
    <Loaded query={major} what={t("Whom it concerns could not be told.")}>
      {({ stakeholders, drafts, is_overdue: isOverdue }) => (
        <>
          {isOverdue && <p><Look look={["degraded", "▲", t("The status update is overdue")]} /></p>}
          <h3>{t("Whom it concerns")}</h3>
          {stakeholders.length === 0 && <p className="dim">{t("It hits no service that is known.")}</p>}
          <ul>
            {stakeholders.map(({ name, accounts, services }) => (
              <li key={name}>
                <strong>{name || t("no owner is known")}</strong>{accounts.length > 0 && accounts.join() !== name && <span className="dim"> ({accounts.join(", ")})</span>}: {services.map((ci, index) => <span key={ci.uid}>{index > 0 && ", "}<CILink ci={ci} isInText /></span>)}
              </li>
            ))}
          </ul>
          {may && <Tell record={record} drafts={drafts} changed={changed} />}
        </>
      )}
    </Loaded>
  );
}

function Tell({ record, drafts, changed }: { record: RecordDetail; drafts: MajorIncident["drafts"]; changed: Props["changed"] }) {
  const [text, setText] = useState("");
  const [next, setNext] = useState("");
  const telling = useMutation({
    mutationFn: async () => {
      const told = await sayOnRecord(record.number, "status", text);
      return next === "" ? told : changeRecord(told, { next_update_at: next });
    },
    onSuccess: (after) => {
      setText("");
      setNext("");
      changed(after, t("The status update is told."));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    telling.mutate();
  };
  return (
    <form className={edit.form} aria-label={t("Status update")} onSubmit={submit}>
      <NativeSelect
        label={t("Begin with")} value="" onChange={({ currentTarget }) => { setText(drafts.find(({ name }) => name === currentTarget.value)?.text ?? text); }}
        data={[{ value: "", label: t("a text of your own") }, ...drafts.map(({ name, label }) => ({ value: name, label }))]}
      />
      <Textarea label={t("Status update")} required maxLength={20_000} autosize minRows={2} maxRows={10} value={text} onChange={({ currentTarget }) => { setText(currentTarget.value); }} />
      <TextInput label={t("Next update")} type="datetime-local" value={localTime(next)} onChange={({ currentTarget }) => { setNext(utcTime(currentTarget.value)); }} />
      <ErrorLine text={telling.error && described(telling.error)} />
      <div className={edit.actions}><Button type="submit" loading={telling.isPending}>{t("Tell them")}</Button></div>
    </form>
  );
}
