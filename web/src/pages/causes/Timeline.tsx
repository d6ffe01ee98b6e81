import type { TimelineEntry } from "../../api/causes";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { severityLook } from "../signals/words";

function Kind({ entry: { kind, severity } }: { entry: TimelineEntry }) {
  if (kind === "signal") return <Look look={severityLook(severity)} />;
  return <span className="state" data-state="source"><span aria-hidden="true">✎</span> {kind === "change" ? t("Change") : t("Difference")}</span>;
}

const columns = (): Column<TimelineEntry>[] => [
  { key: "at", label: t("When"), width: 140, cell: ({ at }) => <Time at={at} /> },
  { key: "kind", label: t("What"), width: 100, cell: (entry) => <Kind entry={entry} /> },
  { key: "ci", label: t("CI"), width: 180, cell: ({ ci, rank }) => <>{ci ? <CILink ci={ci} isInText /> : "–"}{rank !== null && rank <= 3 && <span className="badge">{t("cause {rank}", { rank })}</span>}</> },
  { key: "title", label: t("Told"), width: 320, cell: ({ title, detail }) => <><strong>{title}</strong> <span className="dim">{detail}</span></> },
  { key: "end", label: t("Ended"), width: 140, cell: ({ ended_at }) => <Time at={ended_at} /> },
];

/** Signals, changes and discovered differences in one order of time. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <SectionTable
      title={t("What happened")} count={entries.length} columns={columns()} rows={entries} rowKey={({ at, title, detail, ci }) => `${at} ${ci?.uid ?? ""} ${title} ${detail}`}
      empty={<Empty>{t("No signal and no change is known of anything that it needs.")}</Empty>}
    />
  );
}
