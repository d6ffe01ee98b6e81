import { useQuery } from "@tanstack/react-query";

import { type ContractTerm, contractTermsQuery } from "../../api/contracts";
import type { RecordDetail } from "../../api/records";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";

const SOON = 90;

/** When a contract ends, by when notice has to be given, and what follows without. */
export function ContractTerms({ record }: { record: RecordDetail }) {
  const found = useQuery(contractTermsQuery(record));
  const columns: Column<ContractTerm>[] = [
    { key: "ends", label: t("Ends on"), width: 100, cell: ({ ends_on: day }) => day },
    { key: "left", label: t("Which is"), width: 125, cell: ({ days_left: days }) => <Look look={lookOf(days, record.is_open)} /> },
    { key: "notice", label: t("Notice by"), width: 100, cell: ({ notice_by: day }) => day === null ? <span className="dim">{t("none agreed on")}</span> : day },
    { key: "notice_left", label: t("Which is"), width: 125, cell: ({ notice_days_left: days }) => days !== null && <Look look={lookOf(days, record.is_open)} /> },
    { key: "then", label: t("Without notice"), width: 100, cell: ({ is_renewed: goesOn }) => goesOn && record.is_open ? t("goes on") : t("is over") },
  ];
  return (
    <Loaded query={found} what={t("The terms could not be loaded.")} lines={3}>
      {({ items }) => <SectionTable title={t("Terms")} rows={items} rowKey={({ ends_on: day }) => day} columns={columns} empty={<Empty>{t("It has no end: give one under Edit, and the notice that is agreed on.")}</Empty>} />}
    </Loaded>
  );
}

function lookOf(days: number, isOpen: boolean): readonly [string, string, string] {
  if (days < 0) return [isOpen ? "down" : "unknown", isOpen ? "■" : "○", t("{days, plural, one {# day ago} other {# days ago}}", { days: -days })];
  const word = t("in {days, plural, one {# day} other {# days}}", { days });
  return isOpen && days <= SOON ? ["degraded", "▲", word] : ["unknown", "○", word];
}
