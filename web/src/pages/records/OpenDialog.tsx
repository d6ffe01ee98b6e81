import { Button, CloseButton, NativeSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { suggestedQuery } from "../../api/recordInsight";
import { openRecord, type RecordDetail, type RecordType, similarRecordsQuery } from "../../api/records";
import { type Template, templatesQuery } from "../../api/templates";
import { AppLink } from "../../components/AppLink";
import { Dialog } from "../../components/Dialog";
import { recordHref } from "../../components/links";
import { Look } from "../../components/Look";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { DraftAssessment } from "../changes/DraftAssessment";
import { Pick } from "../scenarios/Adding";
import { FieldInput } from "./FieldInput";
import { rowsOf, textOfRows } from "./rows";
import { ActionsInput } from "./RowsInput";
import { SuggestedCIs } from "./SuggestedCIs";
import { stateLook } from "./words";

const PAUSE_MS = 300;

interface Props {
  kind: RecordType;
  affects?: readonly (readonly [uid: string, name: string])[];
  /** What is known of it already. */
  known?: Readonly<Record<string, string>>;
  close: () => void;
  opened: (record: RecordDetail) => void;
}

/** Opens a record; what is like it is shown while somebody writes. */
export function OpenDialog({ kind, affects = [], known = {}, close, opened }: Props) {
  const fields = kind.fields.filter(({ on_opening }) => on_opening);
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(fields.map(({ name, default: value }) => [name, known[name] ?? value])));
  const [cis, setCIs] = useState(affects);
  const [template, setTemplate] = useState("");
  const [needs, setNeeds] = useState<readonly string[]>([]);
  const begin = (chosen: Template | undefined) => {
    setTemplate(chosen?.template_id ?? "");
    setNeeds(chosen?.needs ?? []);
    if (chosen === undefined) return;
    // What only some may set follows from the template by itself.
    const shown = Object.fromEntries(Object.entries(chosen.values).filter(([field]) => fields.some(({ name }) => name === field)));
    setValues({ ...values, ...shown, ...(chosen.is_standard ? { change_type: "standard" } : {}) });
    setCIs([...cis.filter(([uid]) => !chosen.affects.some((ci) => ci.uid === uid)), ...chosen.affects.map(({ uid, name }) => [uid, name] as const)]);
  };
  const given = () => Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
  const leaveOut = (uid: string) => {
    setCIs(cis.filter(([other]) => other !== uid));
    // Rows of a CI go with it.
    const kept = fields.filter(({ is_of_affected }) => is_of_affected).map(({ name }) => [name, textOfRows(rowsOf(values[name] ?? "").filter(({ ci }) => ci !== uid))]);
    setValues({ ...values, ...Object.fromEntries(kept) as Record<string, string> });
  };
  const opening = useMutation({ mutationFn: () => openRecord(kind.name, given(), cis.map(([uid]) => uid), template), onSuccess: opened });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    opening.mutate();
  };
  return (
    <Dialog title={t("New: {kind}", { kind: kind.label })} close={close} isWide>
      <form className={edit.form} onSubmit={submit}>
        <Templates kind={kind.name} chosen={template} choose={begin} />
        {fields.filter(({ is_of_affected }) => !is_of_affected).map((field, index) => (
          <FieldInput key={field.name} field={field} isNeeded={needs.includes(field.name)} value={values[field.name] ?? ""} hasFocus={index === 0} change={(value) => { setValues({ ...values, [field.name]: value }); }} />
        ))}
        <Similar kind={kind.name} text={`${values["title"] ?? ""} ${values["description"] ?? ""}`} />
        <h3>{aboutWords(kind)[0]}</h3>
        {cis.length > 0 && <ul>
          {cis.map(([uid, name]) => (
            <li key={uid}>
              {name} <CloseButton size={24} style={{ display: "inline-block", verticalAlign: "middle" }} aria-label={t("Leave out {name}", { name })} onClick={() => { leaveOut(uid); }} />
            </li>
          ))}
        </ul>}
        <Suggested kind={kind} text={`${values["title"] ?? ""} ${values["description"] ?? ""}`} affects={cis.map(([uid]) => uid)} add={(uid, name) => { setCIs([...cis, [uid, name]]); }} />
        <Pick label={aboutWords(kind)[1]} chosen="" choose={(uid, name) => { setCIs([...cis.filter(([other]) => other !== uid), [uid, name]]); }} />
        {fields.filter(({ is_of_affected }) => is_of_affected).map((field) => (
          <ActionsInput key={field.name} field={field} value={values[field.name] ?? ""} affects={cis} change={(value) => { setValues({ ...values, [field.name]: value }); }} />
        ))}
        {kind.name === "change" && <DraftAssessment values={values} affects={cis.map(([uid]) => uid)} plan={(start, end) => { setValues({ ...values, planned_start: start, planned_end: end }); }} />}
        <ErrorLine text={opening.error && described(opening.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={opening.isPending}>{t("Open it")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What its CIs are called, and another one of them. */
function aboutWords({ has_impact: hasImpact }: RecordType): readonly [string, string] {
  return hasImpact ? [t("Affects"), t("A CI or service that it affects")] : [t("CIs"), t("CI to connect it with")];
}

function Templates({ kind, chosen, choose }: { kind: string; chosen: string; choose: (template: Template | undefined) => void }) {
  const templates = useQuery(templatesQuery(kind)).data ?? [];
  if (templates.length === 0) return null;
  const found = templates.find(({ template_id }) => template_id === chosen);
  const options = templates.map(({ template_id, name, is_standard }) => ({ value: template_id, label: is_standard ? t("{name} (standard change)", { name }) : name }));
  return (
    <NativeSelect
      label={t("Template")} description={found?.help} value={chosen} data={[{ value: "", label: t("none") }, ...options]}
      onChange={(event) => { choose(templates.find(({ template_id }) => template_id === event.currentTarget.value)); }}
    />
  );
}

interface SuggestedProps {
  kind: RecordType;
  text: string;
  affects: readonly string[];
  add: (uid: string, name: string) => void;
}

function Suggested({ kind, text, affects, add }: SuggestedProps) {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const suggested = useQuery(kind.has_impact ? suggestedQuery(kind.name, settled, affects) : suggestedQuery(kind.name, "", [])).data ?? [];
  return <SuggestedCIs suggested={suggested.filter(({ ci }) => !affects.includes(ci.uid))} accept={({ ci }) => { add(ci.uid, ci.name); }} />;
}

function Similar({ kind, text }: { kind: string; text: string }) {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const similar = useQuery(similarRecordsQuery(kind, settled)).data ?? [];
  if (similar.length === 0) return null;
  return (
    <section aria-label={t("Is it one of these?")}>
      <h3>{t("Is it one of these?")}</h3>
      <ul>
        {similar.map((record) => (
          <li key={record.number}><AppLink href={recordHref(record)}>{record.number}</AppLink> {record.title} <Look look={stateLook(record)} /></li>
        ))}
      </ul>
    </section>
  );
}
