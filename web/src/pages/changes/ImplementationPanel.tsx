import { useQuery } from "@tanstack/react-query";

import { type ComparedCI, type Implementation, implementationQuery, type RunSignal } from "../../api/changeRuns";
import type { RecordDetail } from "../../api/records";
import type { CIDifference } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { ChangeLook, DifferenceLines } from "../../components/Differing";
import type { Column } from "../../components/grid/column";
import { Look, StateLook } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import records from "../records/records.module.css";
import { severityLook } from "../signals/words";
import classes from "./changes.module.css";
import { Steps } from "./Steps";
import { signalKindLook, verdictOfRunLook } from "./words";

/** How a change is carried out: steps, signals that follow from it and others, and what it came to beside the plan. */
export function ImplementationPanel({ record }: { record: RecordDetail }) {
  const run = useQuery(implementationQuery(record));
  return (
    <Loaded query={run} what={t("How it is carried out could not be told.")}>
      {(found) => (
        <>
          <section className={`panel ${classes.assessment ?? ""}`} aria-label={t("Carried out")}>
            <h2>{t("Carried out")}</h2>
            <Times run={found} />
            <Steps record={record} steps={found.steps} />
            <ReadAgain run={found} />
          </section>
          <Signals signals={found.signals} />
          <Came run={found} />
        </>
      )}
    </Loaded>
  );
}

function Times({ run }: { run: Implementation }) {
  return (
    <p className={records.head}>
      {run.is_overdue && <Look look={["down", "■", run.ended_at === null ? t("Past its end") : t("Ended late")]} />}
      <span>
        {t("Begun")} <Time at={run.began_at} />{run.ended_at !== null && <>, {t("over")} <Time at={run.ended_at} /></>};{" "}
        {run.ended_at === null ? t("everything is to work again") : t("everything was to work again")} <Time at={run.promised_until} />.
      </span>
      {run.ended_at === null && (
        <span className="dim">
          {t("Signals of {down, plural, one {# CI that is} other {# CIs that are}} taken down and {degraded} degraded are expected until", { down: run.foretold_down, degraded: run.foretold_degraded })}{" "}
          <Time at={run.quiet_until} />
        </span>
      )}
    </p>
  );
}

function ReadAgain({ run: { read_again } }: { run: Implementation }) {
  if (read_again.length === 0) return null;
  return (
    <>
      <h3>{t("Read again afterwards")}</h3>
      <ul className={classes.list}>
        {read_again.map((ci) => (
          <li key={ci.named}>
            <CILink ci={ci} isInText /> {ci.why_not === "" ? ci.address : <Look look={["unknown", "○", t("not asked: {why}", { why: ci.why_not })]} />}
          </li>
        ))}
      </ul>
    </>
  );
}

const SIGNALS = (): Column<RunSignal>[] => [
  { key: "kind", label: t("From the change"), width: 150, cell: ({ kind }) => <Look look={signalKindLook(kind)} /> },
  { key: "severity", label: t("Severity"), width: 100, cell: ({ signal }) => <Look look={severityLook(signal.severity)} /> },
  { key: "name", label: t("Signal"), width: 180, cell: ({ signal: { name, summary } }) => <><strong>{name}</strong> <span className="dim">{summary}</span></> },
  { key: "ci", label: t("CI"), width: 160, cell: ({ signal: { ci, names } }) => ci ? <CILink ci={ci} withClass /> : names },
  { key: "since", label: t("Since"), width: 110, cell: ({ signal }) => <Time at={signal.started_at} isRelative /> },
  { key: "incident", label: t("Incident"), width: 110, cell: ({ signal: { incident } }) => incident !== "" && <AppLink href={`/incidents/${incident}`}>{incident}</AppLink> },
];

function Signals({ signals }: { signals: readonly RunSignal[] }) {
  return <SectionTable title={t("Signals meanwhile")} count={signals.length} columns={SIGNALS()} rows={signals} rowKey={({ signal }) => signal.uid} empty={t("None was told of.")} />;
}

const COMPARED = (): Column<ComparedCI>[] => [
  { key: "ci", label: t("CI"), width: 200, cell: ({ ci }) => <CILink ci={ci} withClass /> },
  { key: "verdict", label: t("Comes to"), width: 170, cell: ({ verdict }) => <Look look={verdictOfRunLook(verdict)} /> },
  { key: "foretold", label: t("Foretold"), width: 110, cell: ({ foretold }) => foretold === "" ? "–" : <StateLook state={foretold} /> },
  { key: "seen", label: t("Seen"), width: 110, cell: ({ seen }) => seen === "" ? "–" : <StateLook state={seen} /> },
];

function Came({ run }: { run: Implementation }) {
  const known = new Set(run.services.map(({ ci }) => ci.uid));
  const told = run.cis.filter(({ ci, verdict }) => verdict !== "unwatched" && !known.has(ci.uid));
  const unwatched = run.cis.filter(({ verdict }) => verdict === "unwatched").length;
  return (
    <>
      <SectionTable
        title={t("Planned against actual")} columns={COMPARED()} rows={[...run.services, ...told]} rowKey={({ ci }) => ci.named} empty={t("Nothing was foretold and nothing was seen.")}
        count={run.services.length + told.length}
        note={<>{run.is_left ? <Look look={["down", "■", t("More happened than was foretold: it needs a review")]} /> : !run.is_compared && <span className="dim">{t("until now")}</span>}{" "}{unwatched > 0 && <span className="dim">{t("{count, plural, one {# CI more was} other {# CIs more were}} foretold of which nothing tells", { count: unwatched })}</span>}</>}
      />
      {run.outlasting.length > 0 && (
        <section className="panel" aria-label={t("Not well again in time")}>
          <h2>{t("Not well again in time")}</h2>
          <ul>{run.outlasting.map((ci) => <li key={ci.named}><CILink ci={ci} withClass /></li>)}</ul>
        </section>
      )}
      <Differences title={t("What differs on it and on what needs it")} total={run.total_differences} items={run.differences} />
      {run.total_other_differences > 0 && <Differences title={t("What changed elsewhere meanwhile")} total={run.total_other_differences} items={run.other_differences} />}
    </>
  );
}

const DIFFERENCES = (): Column<CIDifference>[] => [
  { key: "ci", label: t("CI"), width: 200, cell: (entry) => <CILink ci={entry} withClass /> },
  { key: "change", label: t("Change"), width: 110, cell: ({ change }) => <ChangeLook change={change} /> },
  { key: "what", label: t("What"), width: 360, cell: (entry) => <DifferenceLines difference={entry} /> },
];

function Differences({ title, total, items }: { title: string; total: number; items: readonly CIDifference[] }) {
  return <SectionTable title={title} count={total} columns={DIFFERENCES()} rows={items} rowKey={({ uid }) => uid} empty={t("Discovery found nothing different.")} />;
}
