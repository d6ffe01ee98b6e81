import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";

import { type RecordDetail, type RecordField, recordQuery, recordsNamingQuery, type RecordType, recordTypesQuery, type RecordWay } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import { recordsHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { ChangePanels } from "../changes/ChangePanels";
import { OnCallNow } from "../on-call/OnCallNow";
import { Affected } from "./Affected";
import { CausesOfIncident } from "./CausesOfIncident";
import { Clocks } from "./Clocks";
import { KnownErrors } from "./KnownErrors";
import { MakeTemplate } from "./MakeTemplate";
import { MajorPanel } from "./MajorPanel";
import { EditDialog, MoveDialog } from "./MoveDialog";
import { OfAsset } from "./OfAsset";
import classes from "./records.module.css";
import { RecordFiles } from "./RecordFiles";
import { RecordTable } from "./RecordTable";
import { ServicesHit } from "./ServicesHit";
import { SignalsOfIncident } from "./SignalsOfIncident";
import { TasksPanel } from "./TasksPanel";
import { Timeline } from "./Timeline";
import { WatchersPanel } from "./WatchersPanel";
import { hrefOfNumber, priorityLook, stateLook, typeNamed } from "./words";

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

/** What has a place of its own on the page. */
const SHOWN_ABOVE = ["title", "progress", "lines", "levels"];
const WITHOUT_PRIORITY = ["change", "asset", "contract", "stocktake", "order", "stockroom"];

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
    void queries.invalidateQueries({ queryKey: ["tasks"] });
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
        {!WITHOUT_PRIORITY.includes(record.type) && <Look look={priorityLook(record)} />} <Look look={stateLook(record)} />
        {record.ways.map((way) => <Button key={way.name} size="compact-sm" variant={way.name === "resolve" ? "filled" : "default"} onClick={() => { setOpen({ kind: "move", way }); }}>{way.label}…</Button>)}
        {record.values.some(({ may_change }) => may_change) && <Button size="compact-sm" variant="default" onClick={() => { setOpen({ kind: "edit" }); }}>{t("Edit…")}</Button>}
        <MakeTemplate record={record} made={(text) => { tell({ state: "up", text }); }} />
      </div>
      <ResultLine result={result} />
      <div className={classes.columns}>
        <div className={administration.stack}>
          {record.type === "change" && <ChangePanels record={record} changed={(after, text) => { take(after); tell({ state: "up", text }); }} />}
          {record.type === "incident" && <MajorPanel record={record} fields={fields} changed={(after, text) => { take(after); tell({ state: "up", text }); }} />}
          <TasksPanel record={record} kind={kind} changed={take} />
          <Affected record={record} fields={fields} changed={take} />
          <Values record={record} kind={kind} types={types} />
          <OfAsset record={record} changed={(after, text) => { take(after); tell({ state: "up", text }); }} />
          <Clocks number={record.number} />
          <RecordFiles record={record} changed={(after, text) => { take(after); tell({ state: "up", text }); }} />
          <WatchersPanel number={record.number} />
          <Naming record={record} />
          {record.type === "incident" && <OfIncident record={record} changed={(after, text) => { take(after); tell({ state: "up", text }); }} />}
        </div>
        <Timeline record={record} said={take} />
      </div>
      {open.kind === "move" && <MoveDialog way={open.way} record={record} fields={fields} done={done} close={close} />}
      {open.kind === "edit" && <EditDialog record={record} fields={fields} done={(after) => { close(); take(after); tell({ state: "up", text: t("{name} is saved.", { name: after.number }) }); }} close={close} />}
    </div>
  );
}

/** A value in words; a record by a link, a time as people read it. */
function Value({ field, value, shown, types }: { field: RecordField | undefined; value: string; shown: string; types: readonly RecordType[] }) {
  if (field?.kind === "scenario") return <AppLink href={`/scenarios?id=${value}`}>{shown}</AppLink>;
  if (field?.kind === "time" || field?.kind === "planned") return <Time at={shown} />;
  const href = field?.kind === "record" ? hrefOfNumber(types, shown) : null;
  return href === null ? shown : <AppLink href={href}>{shown}</AppLink>;
}

function Naming({ record }: { record: RecordDetail }) {
  const found = useQuery(recordsNamingQuery(record.number)).data ?? [];
  if (found.length === 0) return null;
  return <RecordTable title={t("Records that name it")} total={found.length} records={found} empty={null} />;
}

function OfIncident({ record, changed }: { record: RecordDetail; changed: (record: RecordDetail, said: string) => void }) {
  return (
    <>
      <ServicesHit record={record} />
      <SignalsOfIncident number={record.number} />
      {record.is_open && <KnownErrors record={record} applied={changed} />}
      <CausesOfIncident record={record} marked={changed} />
    </>
  );
}

function Values({ record, kind, types }: ShownProps) {
  const known = new Map(kind?.fields.map((field) => [field.name, field]));
  return (
    <section className="panel" aria-label={t("What is known")}>
      <h2>{t("What is known")}</h2>
      <dl className={classes.values}>
        {record.values.filter(({ field, value }) => value !== "" && !SHOWN_ABOVE.includes(field) && !field.startsWith("acceptance")).map(({ field, value, shown }) => (
          <div key={field} style={{ display: "contents" }}><dt>{known.get(field)?.label ?? field}</dt><dd><Value field={known.get(field)} value={value} shown={shown} types={types} />{field === "team" && <OnCallNow team={shown} />}</dd></div>
        ))}
      </dl>
    </section>
  );
}
