import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Deciding, type NoiseFilter, noiseFiltersQuery, switchFilter, type Unauthorised, unauthorisedQuery, type UnauthorisedStatus } from "../../api/unauthorised";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import records from "../records/records.module.css";
import { DecideDialog } from "./DecideDialog";
import { noiseLook } from "./words";

const STATUSES: readonly UnauthorisedStatus[] = ["open", "linked", "accepted", "incident", "filtered"];

/** Watched differences that discovery found without a change behind them, and what was learnt to be noise. */
export function UnauthorisedPage() {
  const [search, change] = useUrlState();
  const status = oneOf(search, "status", STATUSES, "open");
  const found = useQuery(unauthorisedQuery(status));
  const [asked, setAsked] = useState<[Unauthorised, Deciding] | null>(null);
  const [result, tell] = useResult();
  const queries = useQueryClient();
  const keeper = useFocusKeeper();
  const may = useMay("work");
  const done = (after: Unauthorised) => {
    setAsked(null);
    void queries.invalidateQueries({ queryKey: ["unauthorised"] });
    tell({ state: "up", text: told(after) });
  };
  return (
    <div className={administration.stack} {...keeper}>
      <title>{`${t("Unauthorised changes")} · Plumbline`}</title>
      <h1>{t("Unauthorised changes")}</h1>
      <p className="dim">{t("What discovery found to be different on watched attributes, without a change of the CI, its owner or its machine behind it.")}</p>
      <ResultLine result={result} />
      <Loaded query={found} what={t("They could not be loaded.")}>
        {({ items, counts }) => (
          <>
            <div className={records.head} role="group" aria-label={t("Which ones")}>
              {STATUSES.map((one) => (
                <Button key={one} size="compact-sm" variant={one === status ? "filled" : "default"} aria-pressed={one === status} onClick={() => { change({ status: one === "open" ? null : one }); }}>
                  {t("{word} {count}", { word: statusWord(one), count: formatNumber(counts[one] ?? 0) })}
                </Button>
              ))}
            </div>
            <SectionTable
              title={statusWord(status)} count={counts[status] ?? 0} rows={items} rowKey={({ uid }) => uid} empty={<Empty>{t("There is none.")}</Empty>}
              columns={columns(status, may ? (item, what) => { setAsked([item, what]); } : undefined)}
            />
          </>
        )}
      </Loaded>
      <Filters />
      {asked && <DecideDialog item={asked[0]} what={asked[1]} done={done} close={() => { setAsked(null); }} />}
    </div>
  );
}

function statusWord(status: UnauthorisedStatus): string {
  const words: Record<UnauthorisedStatus, string> = {
    open: t("Open"), linked: t("Of a change"), accepted: t("Accepted"), incident: t("Incidents"), filtered: t("Left out as noise"),
  };
  return words[status];
}

function told({ status, change, incident }: Unauthorised): string {
  if (status === "linked") return t("It is of {number} now.", { number: change });
  return status === "incident" ? t("{number} is opened.", { number: incident }) : t("It is accepted.");
}

type Value = NonNullable<Unauthorised["difference"]>["old"] | undefined;

function valueOf(value: Value): string {
  if (value === null || value === undefined) return "–";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

function columns(status: UnauthorisedStatus, ask?: (item: Unauthorised, what: Deciding) => void): Column<Unauthorised>[] {
  const shown: Column<Unauthorised>[] = [
    { key: "ci", label: t("CI"), width: 170, cell: ({ difference }) => difference && <CILink ci={difference} withClass /> },
    { key: "what", label: t("What"), width: 120, cell: ({ difference }) => difference?.label },
    { key: "old", label: t("Before"), width: 120, cell: ({ difference }) => valueOf(difference?.old) },
    { key: "new", label: t("After"), width: 120, cell: ({ difference }) => difference?.other ? <CILink ci={difference.other} /> : valueOf(difference?.new) },
    { key: "source", label: t("Source"), width: 120, cell: ({ source, actor }) => actor || source },
    { key: "found", label: t("Found"), width: 100, cell: ({ found_at }) => <Time at={found_at} isRelative /> },
  ];
  if (status !== "open" && status !== "filtered") {
    return [...shown, { key: "decided", label: t("Decided"), width: 200, cell: (item) => <Decided item={item} /> }];
  }
  if (!ask) return shown;
  return [...shown, { key: "do", label: t("Decide"), width: 260, cell: (item) => <Ways item={item} ask={ask} /> }];
}

function Ways({ item, ask }: { item: Unauthorised; ask: (item: Unauthorised, what: Deciding) => void }) {
  const name = item.difference?.name ?? item.uid;
  const ways: [Deciding, string, string][] = [
    ["link", t("Link…"), t("Link what differs on {name} to a change", { name })],
    ["accept", t("Accept…"), t("Accept what differs on {name}", { name })],
    ["incident", t("Incident…"), t("Open an incident about {name}", { name })],
  ];
  return <span className={records.head}>{ways.map(([what, word, label]) => <Button key={what} size="compact-xs" variant="default" aria-label={label} onClick={() => { ask(item, what); }}>{word}</Button>)}</span>;
}

function Decided({ item: { change, incident, reason, decided_by, decided_at } }: { item: Unauthorised }) {
  return (
    <>
      {change !== "" && <AppLink href={`/changes/${change}`}>{change}</AppLink>}
      {incident !== "" && <AppLink href={`/incidents/${incident}`}>{incident}</AppLink>} {reason}
      <div className="dim">{decided_by} {decided_at !== null && <Time at={decided_at} isRelative />}</div>
    </>
  );
}

/** Noise that was learnt from what is accepted: proposed, on or off; whoever is answerable for changes switches it. */
function Filters() {
  const filters = useQuery(noiseFiltersQuery).data ?? [];
  const may = useMay("changes");
  const queries = useQueryClient();
  const switching = useMutation({
    mutationFn: ({ key, status }: NoiseFilter) => switchFilter(key, status !== "on"),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["unauthorised"] }),
  });
  if (filters.length === 0) return null;
  const shown: Column<NoiseFilter>[] = [
    { key: "what", label: t("What"), width: 200, cell: ({ ci_class, attribute }) => `${ci_class}: ${attribute}` },
    { key: "source", label: t("Kind of source"), width: 120, cell: ({ source_kind }) => source_kind },
    { key: "accepted", label: t("Accepted"), width: 90, isNumber: true, cell: ({ accepted }) => formatNumber(accepted) },
    { key: "status", label: t("Is"), width: 140, cell: ({ status }) => <Look look={noiseLook(status)} /> },
    { key: "by", label: t("By"), width: 130, cell: ({ decided_by }) => decided_by },
    { key: "do", label: t("Switch"), width: 150, cell: (one) => may && <Button size="compact-xs" variant="default" aria-label={one.status === "on" ? t("Show {key} again", { key: one.key }) : t("Leave out {key}", { key: one.key })} onClick={() => { switching.mutate(one); }}>{one.status === "on" ? t("Show again") : t("Leave out")}</Button> },
  ];
  return (
    <>
      <ErrorLine text={switching.error && described(switching.error)} />
      <SectionTable title={t("Learnt to be noise")} count={filters.length} columns={shown} rows={filters} rowKey={({ key }) => key} />
    </>
  );
}
