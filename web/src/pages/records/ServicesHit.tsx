import { useQuery } from "@tanstack/react-query";

import { type ServiceHit, servicesHitQuery } from "../../api/recordInsight";
import type { RecordDetail } from "../../api/records";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { StateLook } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { timeWord } from "./words";

const COLUMNS = (): Column<ServiceHit>[] => [
  { key: "service", label: t("Service"), width: 180, cell: ({ ci }) => <CILink ci={ci} /> },
  { key: "state", label: t("State"), width: 90, cell: ({ state }) => <StateLook state={state} /> },
  { key: "since", label: t("Since"), width: 120, cell: ({ since }) => <Time at={since} /> },
  { key: "until", label: t("Until"), width: 120, cell: ({ until }) => until ? <Time at={until} /> : t("it still is") },
  { key: "time", label: t("Affected time"), width: 110, cell: ({ seconds }) => timeWord(seconds) },
];

/** The services that an incident keeps from working, each from its start to its restoration. */
export function ServicesHit({ record: { number, revision } }: { record: RecordDetail }) {
  const { data = [] } = useQuery(servicesHitQuery(number, revision));
  if (data.length === 0) return null;
  return <SectionTable title={t("Affected services")} count={data.length} columns={COLUMNS()} rows={data} rowKey={({ ci }) => ci.uid} empty={null} />;
}
