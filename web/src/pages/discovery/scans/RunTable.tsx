import type { ScanRun } from "../../../api/scans";
import { AppLink } from "../../../components/AppLink";
import { Look } from "../../../components/Look";
import { SectionTable } from "../../../components/SectionTable";
import { Time } from "../../../components/Time";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";
import { hrefOf } from "../../../shell/search";
import { Progress } from "./Progress";
import { kindWord, runLook } from "./words";

/** What runs and ran in the last thirty days, as far as it is loaded: `total` are all. */
export function RunTable({ runs, total }: { runs: readonly ScanRun[]; total: number }) {
  return (
    <SectionTable
      title={t("Runs")} count={total} rows={runs} rowKey={(run) => run.uid}
      empty={<p className="dim">{t("Nothing was scanned in the last thirty days.")}</p>}
      columns={[
        {
          key: "scan", label: t("Scan"), width: 170,
          cell: (run) => <AppLink href={hrefOf("/discovery", { tab: "scans", run: run.uid })}>{run.name}</AppLink>,
        },
        { key: "kind", label: t("Why"), width: 130, cell: (run) => <>{kindWord(run.kind)} <span className="dim">{run.kind === "scheduled" ? "" : run.requested_by}</span></> },
        { key: "state", label: t("State"), width: 95, cell: (run) => <Look look={runLook(run.state)} /> },
        { key: "progress", label: t("Addresses"), width: 170, cell: (run) => <Progress run={run} /> },
        { key: "read", label: t("Inventoried"), width: 90, isNumber: true, cell: (run) => formatNumber(run.counts.inventoried ?? 0) },
        { key: "started", label: t("Started"), width: 95, cell: (run) => <Time at={run.started_at} isRelative /> },
      ]}
    />
  );
}
