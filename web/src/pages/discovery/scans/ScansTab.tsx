import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { collectorsQuery, definitionsQuery, removeDefinition, RUNS_KEY, runsQuery, type ScanDefinition, type ScanNow, scanNow } from "../../../api/scans";
import { Look } from "../../../components/Look";
import { Empty, Loaded } from "../../../components/PageState";
import { Time } from "../../../components/Time";
import { t } from "../../../locales/i18n";
import { useMay } from "../../../shell/permissions";
import { first, useUrlState } from "../../../shell/search";
import shared from "../../administration/administration.module.css";
import { ConfirmDialog } from "../../administration/ConfirmDialog";
import { described } from "../../administration/problems";
import { type Result, ResultLine, useFocusKeeper, useResult } from "../../administration/Result";
import { linesOf, textOf } from "../listText";
import { RunDetail } from "./RunDetail";
import { RunTable } from "./RunTable";
import { ScanForm } from "./ScanForm";

/** As many as a section shows without being asked, and as many as the server tells at once. */
const [AT_FIRST, STEP, MOST] = [50, 150, 500];

interface RowProps {
  scan: ScanDefinition;
  mayScan: boolean;
  start: (scan: ScanDefinition) => void;
  change: (scan: ScanDefinition) => void;
  remove: (scan: ScanDefinition) => void;
}

function Row({ scan, mayScan, start, change, remove }: RowProps) {
  const button = (label: string, act: (scan: ScanDefinition) => void) => (
    <Button variant="default" size="compact-xs" aria-label={`${label}: ${scan.name}`} onClick={() => { act(scan); }}>{label}</Button>
  );
  const isPaused = scan.cron !== "" && !scan.is_enabled;
  return (
    <tr>
      <td><strong>{scan.name}</strong><div className="dim">{scan.network_scope}</div></td>
      <td>{textOf(scan.ranges)}{scan.exclusions.length > 0 && <div className="dim">{t("without {ranges}", { ranges: textOf(scan.exclusions) })}</div>}</td>
      <td>{textOf(scan.methods)}</td>
      <td>
        {isPaused && <Look look={["unknown", "○", t("Paused")]} />}
        {!isPaused && (scan.next_run_at ? <Time at={scan.next_run_at} /> : <span className="dim">{t("on demand")}</span>)}
      </td>
      {mayScan && <td><span className={shared.actions}>{button(t("Scan now"), start)}{button(t("Change"), change)}{button(t("Remove"), remove)}</span></td>}
    </tr>
  );
}

function Definitions({ items, ...rest }: Omit<RowProps, "scan"> & { items: readonly ScanDefinition[] }) {
  if (items.length === 0) return <Empty>{t("No scan is defined. Define one with the form on this page, or scan some addresses once.")}</Empty>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("Scan")}</th>
          <th scope="col">{t("Ranges")}</th>
          <th scope="col">{t("What is tried")}</th>
          <th scope="col">{t("Next run")}</th>
          {rest.mayScan && <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>}
        </tr>
      </thead>
      <tbody>{items.map((scan) => <Row key={scan.uid} scan={scan} {...rest} />)}</tbody>
    </table>
  );
}

/** Scans now, and opens the run. */
export function useScanNow(tell: (result: Result) => void) {
  const queries = useQueryClient();
  const [, change] = useUrlState();
  return useMutation({
    mutationFn: scanNow,
    onSuccess: ({ uid, name }) => {
      tell({ state: "up", text: t("{name} runs.", { name }) });
      void queries.invalidateQueries({ queryKey: RUNS_KEY });
      change({ tab: "scans", run: uid }, { push: true });
    },
    onError: (error) => { tell({ state: "down", text: described(error) }); },
  });
}

function ScanOnce({ start, isPending }: { start: (now: ScanNow) => void; isPending: boolean }) {
  const [text, setText] = useState("");
  const [scope, setScope] = useState("default");
  const scopes = useQuery(collectorsQuery).data?.network_scopes.map(({ name }) => name) ?? [];
  const submit = (event: SubmitEvent) => { event.preventDefault(); start({ ranges: linesOf(text), network_scope: scope }); };
  return (
    <form className="row" onSubmit={submit}>
      <TextInput
        className="grow" aria-label={t("Addresses to scan once")} placeholder={t("10.0.0.5, 10.0.0.0/28")} required value={text}
        onChange={(event) => { setText(event.currentTarget.value); }}
      />
      {scopes.length > 1 && (
        <NativeSelect size="xs" aria-label={t("Network scope")} title={t("Network scope")} data={scopes} value={scope} onChange={(event) => { setScope(event.currentTarget.value); }} />
      )}
      <Button type="submit" variant="default" loading={isPending}>{t("Scan these now")}</Button>
    </form>
  );
}

/** What is scanned when, and what runs or ran. */
export function ScansTab() {
  const [search] = useUrlState();
  const open = first(search, "run");
  return open === "" ? <Scans /> : <RunDetail uid={open} />;
}

function Runs() {
  const [limit, setLimit] = useState(AT_FIRST);
  const runs = useQuery(runsQuery(limit));
  return (
    <Loaded query={runs} what={t("The runs could not be loaded.")}>
      {({ items, total }) => (
        <>
          <RunTable runs={items} total={total} />
          {items.length < Math.min(total, MOST) && (
            <Button variant="default" loading={runs.isPlaceholderData} onClick={() => { setLimit(Math.min(MOST, limit + STEP)); }}>
              {t("Show more: {shown} of {total} are shown", { shown: items.length, total })}
            </Button>
          )}
          {total > items.length && items.length >= MOST && (
            <p className="dim">{t("The first {shown} of {total}; `cmdb scans runs` lists all.", { shown: items.length, total })}</p>
          )}
        </>
      )}
    </Loaded>
  );
}

function Scans() {
  const definitions = useQuery(definitionsQuery);
  const queries = useQueryClient();
  const mayScan = useMay("scan");
  const [changing, setChanging] = useState<ScanDefinition | null>(null);
  const [removing, setRemoving] = useState<ScanDefinition | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const starting = useScanNow(tell);
  const done = (text: string) => {
    tell({ state: "up", text });
    void queries.invalidateQueries({ queryKey: definitionsQuery.queryKey });
  };
  const start = (scan: ScanDefinition) => { starting.mutate({ definition_uid: scan.uid }); };
  return (
    <div className={mayScan ? shared.columns : shared.stack}>
      <div className={shared.stack} {...keeper}>
        <ResultLine result={result} />
        <div className="panel scroll" tabIndex={0} role="group" aria-label={t("Scans")}>
          <Loaded query={definitions} what={t("The scans could not be loaded.")}>
            {({ items }) => <Definitions items={items} mayScan={mayScan} start={start} change={setChanging} remove={setRemoving} />}
          </Loaded>
        </div>
        {mayScan && <ScanOnce isPending={starting.isPending} start={(now) => { starting.mutate(now); }} />}
        <Runs />
      </div>
      {mayScan && (
        <ScanForm
          key={changing?.uid ?? "new"} definition={changing} close={changing && (() => { setChanging(null); })}
          saved={(name) => { setChanging(null); done(t("{name} is kept.", { name })); }}
        />
      )}
      {removing && (
        <ConfirmDialog
          title={t("Remove the scan {name}?", { name: removing.name })} action={t("Remove the scan")}
          run={() => removeDefinition(removing.uid)} done={() => { done(t("{name} is removed.", { name: removing.name })); }}
          close={() => { setRemoving(null); }}
        >
          {t("It runs no more. What its runs found stays.")}
        </ConfirmDialog>
      )}
    </div>
  );
}
