import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { ViewedPage } from "../../api/queries";
import { recordsFileHref, type RecordType, recordsQuery, recordTypesQuery, VIEWS, type View } from "../../api/records";
import { dueRecordsQuery } from "../../api/serviceLevels";
import { meQuery } from "../../api/session";
import { AppLink } from "../../components/AppLink";
import { Empty, Loaded } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { t } from "../../locales/i18n";
import { first, oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ResultLine, useResult } from "../administration/Result";
import { StockLevels } from "../stockrooms/StockLevels";
import { BulkBar } from "./BulkBar";
import { FieldFilters, useFieldFilters } from "./FieldFilters";
import { OpenRecord } from "./OpenRecord";
import { QueueViews } from "./QueueViews";
import { RecordTable } from "./RecordTable";
import { SuggestedProblems } from "./SuggestedProblems";
import { isVotedOn, typeNamed, viewWord } from "./words";

const PAGE = 50;
const MOST = 500;
/** Views of records by their clocks, which those of assets do not have. */
const TIMED: readonly View[] = ["breached", "at_risk"];
const VIEWED: Readonly<Partial<Record<string, ViewedPage>>> = { incident: "incidents", problem: "problems", change: "changes" };

export function IncidentsPage() {
  return <RecordsPage type="incident" />;
}

export function ProblemsPage() {
  return <RecordsPage type="problem" />;
}

export function StocktakesPage() {
  return <RecordsPage type="stocktake" />;
}

export function ContractsPage() {
  return <RecordsPage type="contract" />;
}

export function StockroomsPage() {
  return <><RecordsPage type="stockroom" /><StockLevels /></>;
}

export function OrdersPage() {
  return <RecordsPage type="order" />;
}

export function ChangesPage() {
  return <RecordsPage type="change" />;
}

/** Records of a type: the most pressing first, by view and words; opened from here. */
function RecordsPage({ type }: { type: string }) {
  const types = useQuery(recordTypesQuery);
  return (
    <Loaded query={types} what={t("The record types could not be loaded.")}>
      {(known) => <Queue kind={typeNamed(known, type)} />}
    </Loaded>
  );
}

function Queue({ kind }: { kind: RecordType | undefined }) {
  const [search, change] = useUrlState();
  const isVoted = kind !== undefined && isVotedOn(kind);
  const views = VIEWS.filter((value) => (value !== "agenda" || isVoted) && (kind?.has_impact !== false || !TIMED.includes(value)));
  const view = oneOf<View>(search, "view", views, "open");
  const q = first(search, "q");
  const [limit, setLimit] = useState(PAGE);
  const [isOpening, setOpening] = useState(false);
  const [isWorker, mayOpen] = useRights(kind);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [result, tell] = useResult();
  const choose = (number: string, isChosen: boolean) => { setChosen(new Set([...chosen].filter((other) => other !== number).concat(isChosen ? [number] : []))); };
  const narrowed = useFieldFilters(kind);
  const records = useQuery(recordsQuery(kind?.name ?? "", view, { q, custom: narrowed }, limit));
  const due = useQuery(dueRecordsQuery(kind?.name ?? "")).data;
  if (!kind) return null;
  const page = VIEWED[kind.name];
  return (
    <div className={administration.stack}>
      <title>{`${kind.plural} · Plumbline`}</title>
      <h1>{kind.plural}</h1>
      <div className={administration.filters}>
        <NativeSelect
          label={t("Show")} value={view} data={views.map((value) => ({ value, label: viewWord(value) }))}
          onChange={({ currentTarget }) => { change({ view: currentTarget.value === "open" ? null : currentTarget.value }); }}
        />
        <QuickFilter value={q} change={(text) => { change({ q: text || null }); }} label={t("Words of number, title, description, cause or fix")} placeholder={t("Number or words")} />
        <FieldFilters kind={kind} />
        {page !== undefined && <QueueViews page={page} />}
        <a href={recordsFileHref(kind.name, view, { q, custom: narrowed })} download>{t("CSV")}</a>
        {kind.name === "change" && <><AppLink href="/change-calendar">{t("Calendar")}</AppLink><AppLink href="/cab">{t("Board of changes")}</AppLink></>}
        {mayOpen && <Button onClick={() => { setOpening(true); }}>{t("New {kind}…", { kind: kind.label.toLowerCase() })}</Button>}
      </div>
      {kind.name === "problem" && <SuggestedProblems />}
      <ResultLine result={result} />
      <Loaded query={records} what={t("The records could not be loaded.")}>
        {({ items, total }) => (
          <>
            {chosen.size > 0 && <BulkBar kind={kind} numbers={[...chosen]} done={(said, refused) => { setChosen(new Set(refused)); tell({ state: refused.length > 0 ? "degraded" : "up", text: said }); }} />}
            <RecordTable
              selection={isWorker ? { chosen, choose } : undefined}
              due={due} title={viewWord(view)} total={total} records={items} fields={kind.fields.filter(({ in_lists }) => in_lists)} isVoted={isVoted}
              empty={<Empty>{q === "" && view === "open" && narrowed.length === 0 ? t("None is open.") : t("None is like that. Choose another view, or other words.")}</Empty>}
            />
            {items.length < total && limit < MOST && (
              <div><Button variant="default" onClick={() => { setLimit(Math.min(MOST, limit + 2 * PAGE)); }}>{t("More of them")}</Button></div>
            )}
          </>
        )}
      </Loaded>
      {isOpening && <OpenRecord type={kind.name} close={() => { setOpening(false); }} />}
    </div>
  );
}

/** Whether somebody works on records of a type, and whether they may open one. */
function useRights(kind: RecordType | undefined): readonly [boolean, boolean] {
  const permissions = useQuery(meQuery).data?.permissions ?? [];
  const isOfAssets = kind?.has_impact === false;
  const isWorker = permissions.includes(isOfAssets ? "assets" : "work");
  return [isWorker, isWorker || !isOfAssets];
}
