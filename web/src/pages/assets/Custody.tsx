import { useQuery } from "@tanstack/react-query";

import { type Custody as Held, custodyQuery } from "../../api/assets";
import type { RecordDetail } from "../../api/records";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { assetLook } from "./words";

/** Who had an asset where, from when to when, and why; the newest first. */
export function Custody({ record }: { record: RecordDetail }) {
  const { data: items = [] } = useQuery(custodyQuery(record));
  const columns: Column<Held>[] = [
    { key: "since", label: t("From"), width: 120, cell: ({ since }) => <Time at={since} /> },
    { key: "until", label: t("To"), width: 120, cell: ({ until }) => until ? <Time at={until} /> : t("still so") },
    { key: "state", label: t("State"), width: 100, cell: (one) => <Look look={assetLook(one)} /> },
    { key: "holder", label: t("Holder"), width: 120, cell: ({ holder }) => holder || <span className="dim">{t("nobody")}</span> },
    { key: "place", label: t("Place"), width: 150, cell: ({ place }) => place },
    { key: "why", label: t("Why"), width: 160, cell: ({ why }) => why },
    { key: "by", label: t("Said by"), width: 100, cell: ({ by }) => by },
  ];
  return <SectionTable title={t("Custody")} count={items.length} columns={columns} rows={items} rowKey={({ since, state }) => `${since} ${state}`} />;
}
