import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { resolveSignal, SEVERITIES, type Severity, type Signal, type SignalState, signalsQuery } from "../../api/signals";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { useAsOf } from "../../components/instants";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { hrefOf, oneOf, useUrlState } from "../../shell/search";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { useMayDecide } from "../identity/OnlyForAll";
import { OpenRecord } from "../records/OpenRecord";
import { BindDialog } from "./BindDialog";
import { senderWord, severityLook, severityWord, stateWord } from "./words";

interface Actions {
  bind: (signal: Signal) => void;
  resolve: (signal: Signal) => void;
}

function CICell({ signal: { ci, names, reason } }: { signal: Signal }) {
  if (!ci) return <><span className="state" data-state="unknown"><span aria-hidden="true">○</span> {names || t("Nothing named")}</span> <span className="dim">{reason}</span></>;
  return <><CILink ci={ci} withClass />{ci.root && <span className="dim"> {t("on {name}", { name: ci.root })}</span>}</>;
}

function Told({ signal: { count, is_flapping } }: { signal: Signal }) {
  return <>{t("{count}×", { count: formatNumber(count) })}{is_flapping && <> <span className="badge">{t("flapping")}</span></>}</>;
}

function Doing({ signal, actions: { bind, resolve } }: { signal: Signal; actions: Actions }) {
  if (signal.ci) {
    return <Button variant="default" size="compact-xs" aria-label={t("End {name}", { name: signal.name })} onClick={() => { resolve(signal); }}>{t("End")}</Button>;
  }
  if (signal.place === "") return <span className="dim">{t("Have its sender name a host")}</span>;
  return <Button variant="default" size="compact-xs" aria-label={t("Say which CI {place} is", { place: signal.place })} onClick={() => { bind(signal); }}>{t("Which CI…")}</Button>;
}

/** The incident that a signal opened or joined by itself, else a way to open one. */
function Incident({ signal: { incident, expected_by }, signal, report }: { signal: Signal; report: (signal: Signal) => void }) {
  if (incident !== "") return <AppLink href={`/incidents/${incident}`}>{incident}</AppLink>;
  if (expected_by !== "") return <>{t("expected:")} <AppLink href={`/changes/${expected_by}`}>{expected_by}</AppLink></>;
  return <Button variant="default" size="compact-xs" aria-label={t("Open an incident of {name}", { name: signal.name })} onClick={() => { report(signal); }}>{t("Open…")}</Button>;
}

function columns(state: SignalState, actions: Actions | null, report: ((signal: Signal) => void) | null): Column<Signal>[] {
  return [
    { key: "severity", label: t("Severity"), width: 90, cell: ({ severity }) => <Look look={severityLook(severity)} /> },
    { key: "name", label: t("Signal"), width: 190, cell: ({ name, summary }) => <><strong>{name}</strong> <span className="dim">{summary}</span></>, title: ({ labels }) => Object.entries(labels).map(([name, text]) => `${name}=${text}`).join(" ") },
    { key: "ci", label: t("CI"), width: 200, cell: (signal) => <CICell signal={signal} /> },
    { key: "since", label: t("Since"), width: 110, cell: ({ started_at }) => <Time at={started_at} isRelative /> },
    ...(state === "resolved" ? [{ key: "end", label: t("Ended"), width: 110, cell: ({ resolved_at }: Signal) => <Time at={resolved_at} isRelative /> }] : []),
    { key: "told", label: t("Told"), width: 90, cell: (signal) => <Told signal={signal} /> },
    { key: "sender", label: t("By"), width: 110, cell: ({ sender }) => senderWord(sender), title: ({ sender, network_scope }) => `${sender}, ${network_scope}` },
    ...(state !== "unmatched" ? [{ key: "causes", label: t("Causes"), width: 80, cell: ({ ci, name }: Signal) => ci && <AppLink href={hrefOf("/causes", { target: ci.uid })} aria-label={t("Causes of {name}", { name })}>{t("Why?")}</AppLink> }] : []),
    ...(report && state === "open" ? [{ key: "incident", label: t("Incident"), width: 90, cell: (signal: Signal) => <Incident signal={signal} report={report} /> }] : []),
    ...(actions && state !== "resolved" ? [{ key: "action", label: t("Action"), width: 110, cell: (signal: Signal) => <Doing signal={signal} actions={actions} /> }] : []),
  ];
}

/** What is known of an incident that a signal tells of. */
function knownOf({ name, summary, severity, started_at }: Signal) {
  return { title: name.slice(0, 200), description: summary, urgency: severity === "critical" ? "1" : "2", started_at };
}

function emptyWords(state: SignalState): string {
  if (state === "open") return t("Nothing is wrong that anybody told of. Let your monitoring send to /api/v1/signals/alertmanager with a token of the scope signals.");
  return state === "unmatched" ? t("Every open signal is of a CI.") : t("Nothing ended within a week.");
}

/** The signals of one state, the worst first; ended by hand, or told which CI is meant. */
export function SignalsTab({ state }: { state: SignalState }) {
  const asOf = useAsOf();
  const [search, change] = useUrlState();
  const severity = oneOf<Severity | "">(search, "severity", SEVERITIES, "");
  const signals = useQuery(signalsQuery(state, severity, asOf));
  const queries = useQueryClient();
  const mayDecide = useMayDecide();
  const [result, tell] = useResult();
  const [binding, setBinding] = useState<Signal | null>(null);
  const [reported, setReported] = useState<Signal | null>(null);
  const keeper = useFocusKeeper();
  const resolving = useMutation({
    mutationFn: ({ uid }: Signal) => resolveSignal(uid, ""),
    onSuccess: ({ name }) => { tell({ state: "up", text: t("{name} is ended; its sender may open it anew.", { name }) }); },
    onSettled: () => queries.invalidateQueries({ queryKey: ["signals"] }),
  });
  const actions = mayDecide && asOf === "" ? { bind: setBinding, resolve: (signal: Signal) => { resolving.mutate(signal); } } : null;
  return (
    <div className={classes.stack} {...keeper}>
      <div className={classes.filters}>
        <NativeSelect
          label={t("Severity")} value={severity} onChange={(event) => { change({ severity: event.currentTarget.value || null }); }}
          data={[{ value: "", label: t("Any") }, ...SEVERITIES.map((value) => ({ value, label: severityWord(value) }))]}
        />
      </div>
      <ResultLine result={result} />
      <ErrorLine text={resolving.error && described(resolving.error)} />
      <Loaded query={signals} what={t("The signals could not be loaded.")}>
        {({ items, total }) => (
          <SectionTable
            title={stateWord(state)} count={total} columns={columns(state, actions, asOf === "" ? setReported : null)} rows={items} rowKey={({ uid }) => uid}
            note={items.length < total && <span className="dim">{t("the first {count}", { count: formatNumber(items.length) })}</span>}
            empty={<Empty>{emptyWords(state)}</Empty>}
          />
        )}
      </Loaded>
      {reported && <OpenRecord type="incident" known={knownOf(reported)} affects={reported.ci ? [[reported.ci.uid, reported.ci.name]] : []} close={() => { setReported(null); }} />}
      {binding && <BindDialog signal={binding} done={(text) => { tell({ state: "up", text }); setBinding(null); }} close={() => { setBinding(null); }} />}
    </div>
  );
}
