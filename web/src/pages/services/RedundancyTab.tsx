import { useQuery } from "@tanstack/react-query";

import { type AuditedGroup, redundancyQuery } from "../../api/redundancy";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

function severityLook(severity: AuditedGroup["severity"]) {
  const looks = {
    lost: ["down", "■", t("Lost")],
    none: ["degraded", "▲", t("None")],
    weak: ["at_risk", "◆", t("Weak")],
    ok: ["up", "●", t("As stated")],
  } as const;
  return <Look look={looks[severity]} />;
}

function columns(): Column<AuditedGroup>[] {
  return [
    { key: "name", label: t("Group"), width: 170, cell: (group) => <CILink ci={group} />, title: ({ name }) => name },
    { key: "kind", label: t("Kind"), width: 100, cell: ({ group_type: kind }) => kind.replaceAll("_", " ") },
    { key: "severity", label: t("Redundancy"), width: 110, cell: ({ severity }) => severityLook(severity) },
    { key: "k", label: t("Needed"), width: 80, isNumber: true, cell: ({ k, members }) => t("{k} of {count}", { k: k === null ? "1?" : formatNumber(k), count: formatNumber(members) }) },
    { key: "dependents", label: t("Used by"), width: 70, isNumber: true, cell: ({ dependents }) => formatNumber(dependents) },
    { key: "findings", label: t("What is wrong"), width: 300, cell: ({ findings }) => findings.join("; "), title: ({ findings }) => findings.join("; ") },
    { key: "reason", label: t("Why so many"), width: 220, cell: ({ k_reason: reason }) => reason, title: ({ k_reason: reason }) => reason },
  ];
}

/** Every redundancy group, those first that have lost their redundancy or never had any. */
export function RedundancyTab() {
  const audit = useQuery(redundancyQuery);
  return (
    <Loaded query={audit} what={t("The audit could not be loaded.")} lines={12}>
      {({ items }) => (
        <SectionTable
          title={t("Redundancy groups")} count={items.length} columns={columns()} rows={items} rowKey={({ uid }) => uid}
          empty={<Empty>{t("No redundancy group is known: nothing says that one of several is enough.")}</Empty>}
        />
      )}
    </Loaded>
  );
}
