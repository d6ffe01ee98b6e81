import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { cancelRun, runQuery, type ScanRunDetail, type ScanTarget, TARGET_STATES, type TargetState, targetsQuery } from "../../../api/scans";
import { AppLink } from "../../../components/AppLink";
import { Look } from "../../../components/Look";
import { Empty, Loaded } from "../../../components/PageState";
import { Time } from "../../../components/Time";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";
import { useMay } from "../../../shell/permissions";
import { hrefOf, oneOf, useUrlState } from "../../../shell/search";
import shared from "../../administration/administration.module.css";
import { described } from "../../administration/problems";
import { ErrorLine } from "../../administration/Result";
import { textOf } from "../listText";
import { Attempts } from "./Attempts";
import { Progress } from "./Progress";
import { FACT_KINDS, factWord, kindWord, runLook, targetLook } from "./words";

const SHOWN = 200;
const STATES: readonly TargetState[] = ["", ...TARGET_STATES];

function Head({ run }: { run: ScanRunDetail }) {
  const queries = useQueryClient();
  const mayScan = useMay("scan");
  const stopping = useMutation({ mutationFn: () => cancelRun(run.uid), onSettled: () => queries.invalidateQueries({ queryKey: ["scan-runs"] }) });
  const waiting = run.state === "running" && run.jobs.every((job) => job.state !== "running");
  return (
    <section className={`panel ${shared.form ?? ""}`}>
      <div className="row">
        <h2>{run.name}</h2> <Look look={runLook(run.state)} />
        <span className="grow dim">
          {kindWord(run.kind)}, {run.requested_by}, <Time at={run.started_at} />{run.ended_at && <> – <Time at={run.ended_at} /></>}
        </span>
        {mayScan && run.state === "running" && (
          <Button variant="default" loading={stopping.isPending} onClick={() => { stopping.mutate(); }}>{t("Cancel the run")}</Button>
        )}
      </div>
      <div>{textOf(run.ranges)} <span className="dim">{run.network_scope}</span></div>
      {run.facts.length < FACT_KINDS.length && (
        <div className="dim">
          {t("Not read this time: {kinds}.", { kinds: FACT_KINDS.filter((kind) => !run.facts.includes(kind)).map(factWord).join("; ") })}
        </div>
      )}
      <Progress run={run} />
      {waiting && (
        <div role="status">
          {t("It waits for a collector of the network scope {scope}, or for the end of a blackout window.", { scope: run.network_scope })}{" "}
          <AppLink href={hrefOf("/discovery", { tab: "collectors" })}>{t("Collectors")}</AppLink>
        </div>
      )}
      <ErrorLine text={stopping.error && described(stopping.error)} />
    </section>
  );
}

function StateFilter({ run, state, change }: { run: ScanRunDetail; state: TargetState; change: (state: TargetState) => void }) {
  return (
    <div className="row" role="group" aria-label={t("Filter by what it came to")}>
      {STATES.map((one) => {
        const count = one === "" ? run.done : (run.counts[one] ?? 0);
        return (
          <Button key={one} variant={one === state ? "filled" : "default"} size="compact-sm" aria-pressed={one === state} onClick={() => { change(one); }}>
            {one === "" ? t("All") : targetLook(one)[2]} ({formatNumber(count)})
          </Button>
        );
      })}
    </div>
  );
}

function Target({ target }: { target: ScanTarget }) {
  return (
    <details className="panel" style={{ paddingBlock: 6 }}>
      <summary>
        <span className="mono">{target.address}</span> <Look look={targetLook(target.state)} />{" "}
        <span className="dim">{target.attempts.at(-1)?.happened}</span>
      </summary>
      <Attempts attempts={target.attempts} label={t("Attempts at {address}", { address: target.address })} />
    </details>
  );
}

function Targets({ run }: { run: ScanRunDetail }) {
  const [search, change] = useUrlState();
  const state = oneOf<TargetState>(search, "show", TARGET_STATES, "");
  const targets = useQuery(targetsQuery(run.uid, state, SHOWN, run.state === "running"));
  return (
    <>
      <StateFilter run={run} state={state} change={(show) => { change({ show: show === "" ? null : show }); }} />
      <Loaded query={targets} what={t("The addresses could not be loaded.")}>
        {({ items, total }) => (
          <div className={shared.stack}>
            {items.length === 0 && <div className="panel"><Empty>{t("No address has come to that yet.")}</Empty></div>}
            {items.map((target) => <Target key={target.address} target={target} />)}
            {total > items.length && <p className="dim">{t("The first {shown} of {total}; `cmdb scans show` lists all.", { shown: items.length, total })}</p>}
          </div>
        )}
      </Loaded>
    </>
  );
}

/** How far a run is, and what came of each of its addresses. */
export function RunDetail({ uid }: { uid: string }) {
  const run = useQuery(runQuery(uid));
  const view = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that started the run is gone with its list.
    if (document.activeElement === document.body) view.current?.focus();
  }, []);
  return (
    <div ref={view} className={shared.stack} tabIndex={-1} role="group" aria-label={t("Run of a scan")}>
      <AppLink className="quiet" href={hrefOf("/discovery", { tab: "scans" })}><IconArrowLeft size={14} /> {t("All scans")}</AppLink>
      <Loaded query={run} what={t("The run could not be loaded.")}>
        {(found) => <><Head run={found} /><Targets run={found} /></>}
      </Loaded>
    </div>
  );
}
