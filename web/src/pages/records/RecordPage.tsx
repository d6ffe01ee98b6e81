import { Button, CloseButton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";

import { affectByRecord, changeRecord, type RecordDetail, type RecordField, recordQuery, recordsNamingQuery, type RecordType, recordTypesQuery, type RecordWay, similarRecordsQuery } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { impactHref, recordsHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { ChangePanels } from "../changes/ChangePanels";
import { Pick } from "../scenarios/Adding";
import { EditDialog, MoveDialog } from "./MoveDialog";
import classes from "./records.module.css";
import { RecordTable } from "./RecordTable";
import { ActionsInput } from "./RowsInput";
import { SignalsOfIncident } from "./SignalsOfIncident";
import { Timeline } from "./Timeline";
import { hrefOfNumber, levelWord, priorityLook, stateLook, typeNamed } from "./words";

/** One record: what is known of it, what it affects, what can be done, and its timeline. */
export function RecordPage() {
  const { number = "" }: { number?: string } = useParams({ strict: false });
  const record = useQuery(recordQuery(number));
  const types = useQuery(recordTypesQuery).data ?? [];
  return (
    <>
      <title>{`${number} · Plumbline`}</title>
      <Loaded query={record} what={t("The record could not be loaded.")}>
        {(found) => <Shown record={found} kind={typeNamed(types, found.type)} types={types} />}
      </Loaded>
    </>
  );
}

type Open = { kind: "none" } | { kind: "edit" } | { kind: "move"; way: RecordWay };

interface ShownProps {
  record: RecordDetail;
  kind: RecordType | undefined;
  types: readonly RecordType[];
}

function Shown({ record, kind, types }: ShownProps) {
  const [open, setOpen] = useState<Open>({ kind: "none" });
  const [result, tell] = useResult();
  const queries = useQueryClient();
  const keeper = useFocusKeeper();
  const close = () => { setOpen({ kind: "none" }); };
  const take = (after: RecordDetail) => {
    queries.setQueryData(recordQuery(record.number).queryKey, after);
    void queries.invalidateQueries({ queryKey: ["records", "list"] });
  };
  const done = (after: RecordDetail) => {
    close();
    take(after);
    tell({ state: "up", text: t("{number} is {state} now.", { number: after.number, state: after.state_label.toLowerCase() }) });
  };
  const fields = kind?.fields ?? [];
  return (
    <div className={administration.stack} {...keeper}>
      <p><AppLink href={recordsHref(record.type)}>{t("All {kind}", { kind: kind?.plural.toLowerCase() ?? "" })}</AppLink></p>
      <h1>{record.number} {record.title}</h1>
      <div className={classes.head}>
        {record.type !== "change" && <Look look={priorityLook(record)} />} <Look look={stateLook(record)} />
        {record.ways.map((way) => <Button key={way.name} size="compact-sm" variant={way.name === "resolve" ? "filled" : "default"} onClick={() => { setOpen({ kind: "move", way }); }}>{way.label}…</Button>)}
        {record.values.some(({ may_change }) => may_change) && <Button size="compact-sm" variant="default" onClick={() => { setOpen({ kind: "edit" }); }}>{t("Edit…")}</Button>}
      </div>
      <ResultLine result={result} />
      <div className={classes.columns}>
        <div className={administration.stack}>
          {record.type === "change" && <ChangePanels record={record} changed={(after, text) => { take(after); tell({ state: "up", text }); }} />}
          <Affected record={record} fields={fields} changed={take} />
          <Values record={record} kind={kind} types={types} />
          <Naming record={record} />
          {record.type === "incident" && <OfIncident record={record} />}
        </div>
        <Timeline record={record} said={take} />
      </div>
      {open.kind === "move" && <MoveDialog way={open.way} record={record} fields={fields} done={done} close={close} />}
      {open.kind === "edit" && <EditDialog record={record} fields={fields} done={(after) => { close(); take(after); tell({ state: "up", text: t("{name} is saved.", { name: after.number }) }); }} close={close} />}
    </div>
  );
}

/** A value in words; a record by a link, a time as people read it. */
function Value({ field, shown, types }: { field: RecordField | undefined; shown: string; types: readonly RecordType[] }) {
  if (field?.kind === "time" || field?.kind === "planned") return <Time at={shown} />;
  const href = field?.kind === "record" ? hrefOfNumber(types, shown) : null;
  return href === null ? shown : <AppLink href={href}>{shown}</AppLink>;
}

function Naming({ record }: { record: RecordDetail }) {
  const found = useQuery(recordsNamingQuery(record.number)).data ?? [];
  if (found.length === 0) return null;
  return <RecordTable title={t("Records that name it")} total={found.length} records={found} empty={null} />;
}

function OfIncident({ record }: { record: RecordDetail }) {
  return (
    <>
      <SignalsOfIncident number={record.number} />
      {record.is_open && <KnownErrors record={record} />}
    </>
  );
}

/** Known errors whose words are like those of an incident: their workaround may help. */
function KnownErrors({ record }: { record: RecordDetail }) {
  const description = record.values.find(({ field }) => field === "description")?.value ?? "";
  const similar = useQuery(similarRecordsQuery("problem", `${record.title} ${description}`)).data ?? [];
  const known = similar.filter(({ state }) => state === "known_error");
  if (known.length === 0) return null;
  return <RecordTable title={t("Known errors like it")} total={known.length} records={known} empty={null} />;
}

function Values({ record, kind, types }: ShownProps) {
  const known = new Map(kind?.fields.map((field) => [field.name, field]));
  return (
    <section className="panel" aria-label={t("What is known")}>
      <h2>{t("What is known")}</h2>
      <dl className={classes.values}>
        {record.values.filter(({ field, value }) => value !== "" && field !== "title").map(({ field, shown }) => (
          <div key={field} style={{ display: "contents" }}><dt>{known.get(field)?.label ?? field}</dt><dd><Value field={known.get(field)} shown={shown} types={types} /></dd></div>
        ))}
      </dl>
    </section>
  );
}

function Computed({ record: { computed, affects } }: { record: RecordDetail }) {
  const [first, ...others] = affects;
  if (!first || computed.level === "") return <p className="dim">{t("Say what it affects; its impact follows from that.")}</p>;
  return (
    <>
      <p>
        {computed.services === 0
          ? t("Impact {level}: no service is known to need it.", { level: levelWord(computed.level) })
          : t("Impact {level}: {services, plural, one {# service does} other {# services do}} not work as they should, for {users} users or more.", { level: levelWord(computed.level), services: computed.services, users: formatNumber(computed.users) })}{" "}
        {computed.worst && <>{t("Worst hit:")} <CILink ci={computed.worst} isInText /></>}
      </p>
      <p className={classes.head}>
        <AppLink href={impactHref(first.uid, { also: others.map(({ uid }) => `down:${uid}`) })}>{t("Show what breaks")}</AppLink>
        <AppLink href={hrefOf("/causes", { target: (computed.worst ?? first).uid })}>{t("Find the cause")}</AppLink>
      </p>
    </>
  );
}

interface AffectedProps {
  record: RecordDetail;
  fields: readonly RecordField[];
  changed: (record: RecordDetail) => void;
}

function Affected({ record, fields, changed }: AffectedProps) {
  const affecting = useMutation({
    mutationFn: ({ add, remove }: { add: string[]; remove: string[] }) => affectByRecord(record.number, add, remove),
    onSuccess: changed,
  });
  return (
    <section className="panel" aria-label={t("Affects")}>
      <h2>{t("Affects")}</h2>
      {/* What a change does stands above. */}
      {record.type !== "change" && <Computed record={record} />}
      <ul>
        {record.affects.map((ci) => (
          <li key={ci.named}>
            <CILink ci={ci} withClass />
            {record.may_affect && (
              <CloseButton size={24} style={{ display: "inline-block", verticalAlign: "middle" }} aria-label={t("Leave out {name}", { name: ci.name })} onClick={() => { affecting.mutate({ add: [], remove: [ci.named] }); }} />
            )}
          </li>
        ))}
      </ul>
      {record.may_affect && <Pick label={t("Another CI or service that it affects")} chosen="" choose={(uid) => { affecting.mutate({ add: [uid], remove: [] }); }} />}
      {fields.filter(({ is_of_affected }) => is_of_affected).map((field) => <Done key={field.name} record={record} field={field} changed={changed} />)}
      <ErrorLine text={affecting.error && described(affecting.error)} />
    </section>
  );
}

/** What is done to each CI, for whoever may say it. */
function Done({ record, field, changed }: { record: RecordDetail; field: RecordField; changed: (record: RecordDetail) => void }) {
  const saying = useMutation({ mutationFn: (value: string) => changeRecord(record, { [field.name]: value }), onSuccess: changed });
  const said = record.values.find((value) => value.field === field.name);
  if (!said?.may_change) return null;
  return (
    <>
      <ActionsInput field={field} value={said.value} affects={record.affects.map(({ named, name }) => [named, name])} change={(value) => { saying.mutate(value); }} />
      <ErrorLine text={saying.error && described(saying.error)} />
    </>
  );
}
