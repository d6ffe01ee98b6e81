import { useQuery } from "@tanstack/react-query";

import { supportOfQuery } from "../../api/software";
import { type OnCI, vulnerabilitiesOfQuery } from "../../api/vulnerabilities";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { supportColumns } from "../software/SupportTab";
import { cveHref, severityLook } from "../vulnerabilities/words";

/** What a CI is affected by, and of how much that is installed there nothing is known. */
export function VulnerabilitiesTab({ uid }: { uid: string }) {
  return (
    <>
      <Found uid={uid} />
      <SupportOf uid={uid} />
    </>
  );
}

function SupportOf({ uid }: { uid: string }) {
  const found = useQuery(supportOfQuery(uid));
  return (
    <Loaded query={found} what={t("It could not be loaded.")}>
      {({ items, total }) => <SectionTable title={t("Support")} count={total} rows={items} rowKey={({ product, versions }) => `${product} ${versions.join()}`} columns={supportColumns()} empty={<Empty>{t("No table tells how long what is installed is supported.")}</Empty>} />}
    </Loaded>
  );
}

function Found({ uid }: { uid: string }) {
  const found = useQuery(vulnerabilitiesOfQuery(uid));
  return (
    <Loaded query={found} what={t("It could not be loaded.")}>
      {({ checked, unchecked, total, items }) => (
        <>
          <p role="status">{t("{checked} packages are checked; of {unchecked} no table tells.", { checked: formatNumber(checked), unchecked: formatNumber(unchecked) })}</p>
          <SectionTable
            title={t("Vulnerabilities")} count={total} rows={items} rowKey={({ cve }) => cve} columns={columns()}
            empty={<Empty>{checked > 0 ? t("Nothing that was checked is known to be affected.") : t("Nothing was checked here.")}</Empty>}
          />
        </>
      )}
    </Loaded>
  );
}

function columns(): Column<OnCI>[] {
  return [
    { key: "cve", label: t("CVE"), width: 160, cell: ({ cve }) => <AppLink href={cveHref(cve)}>{cve}</AppLink> },
    { key: "severity", label: t("Severity"), width: 110, cell: ({ severity }) => <Look look={severityLook(severity)} /> },
    { key: "title", label: t("Title"), width: 260, title: ({ title }) => title, cell: ({ title }) => title },
    { key: "packages", label: t("Packages"), width: 240, title: ({ packages }) => packages.join(", "), cell: ({ packages }) => packages.join(", ") },
    { key: "fixed", label: t("Repaired in"), width: 180, cell: ({ fixed }) => fixed.filter(Boolean).join(", ") || t("no repair known") },
    { key: "accepted", label: t("Accepted"), width: 140, title: ({ accepted }) => accepted?.reason ?? "", cell: ({ accepted }) => accepted?.reason },
  ];
}
