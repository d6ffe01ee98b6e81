import { useQuery } from "@tanstack/react-query";

import { type Signal, signalsOfIncidentQuery } from "../../api/signals";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { severityLook } from "../signals/words";

const COLUMNS = (): Column<Signal>[] => [
  { key: "severity", label: t("Severity"), width: 90, cell: ({ severity }) => <Look look={severityLook(severity)} /> },
  { key: "name", label: t("Signal"), width: 190, cell: ({ name, summary }) => <><strong>{name}</strong> <span className="dim">{summary}</span></> },
  { key: "ci", label: t("CI"), width: 170, cell: ({ ci, names }) => ci ? <CILink ci={ci} withClass /> : names },
  { key: "since", label: t("Since"), width: 110, cell: ({ started_at }) => <Time at={started_at} isRelative /> },
  { key: "end", label: t("Ended"), width: 110, cell: ({ resolved_at }) => resolved_at ? <Time at={resolved_at} isRelative /> : t("open") },
];

/** The signals that opened an incident or joined it, those that are open first; nothing where there is none. */
export function SignalsOfIncident({ number }: { number: string }) {
  const { items = [], total = 0 } = useQuery(signalsOfIncidentQuery(number)).data ?? {};
  if (total === 0) return null;
  return (
    <SectionTable
      title={t("Signals")} count={total} columns={COLUMNS()} rows={items} rowKey={({ uid }) => uid} empty={null}
      note={items.length < total && <span className="dim">{t("the first {count}", { count: formatNumber(items.length) })}</span>}
    />
  );
}
