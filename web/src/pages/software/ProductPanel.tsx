import { useQuery } from "@tanstack/react-query";

import { machinesQuery, productQuery, type Release, type SoftwareMachine } from "../../api/software";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { positionHref } from "../licences/words";
import { statusLook } from "./words";

interface Props {
  publisher: string;
  product: string;
}

/** How sources tell of a product, what it is by which rule, and the machines that are counted. */
export function ProductPanel({ publisher, product }: Props) {
  const detail = useQuery(productQuery(publisher, product));
  const machines = useQuery(machinesQuery(publisher, product));
  return (
    <>
      <p><AppLink href={positionHref("", { publisher, product })}>{t("Whether licences cover {product}", { product })}</AppLink></p>
      <Loaded query={detail} what={t("It could not be loaded.")}>
        {({ items }) => <SectionTable title={t("Releases of {product}", { product })} count={items.length} rows={items} rowKey={({ uid }) => uid} columns={releases()} />}
      </Loaded>
      <Loaded query={machines} what={t("It could not be loaded.")}>
        {({ items, total }) => <SectionTable title={t("Machines with {product}", { product })} count={total} rows={items} rowKey={({ uid }) => uid} columns={places()} empty={<Empty>{t("No machine has it.")}</Empty>} />}
      </Loaded>
    </>
  );
}

function releases(): Column<Release>[] {
  return [
    { key: "told", label: t("As sources tell"), width: 220, cell: ({ uid, product }) => <CILink ci={{ uid, name: product, ci_class: "software_release" }} /> },
    { key: "by", label: t("Of"), width: 130, cell: ({ publisher }) => publisher },
    { key: "version", label: t("Version"), width: 110, cell: ({ naming }) => naming.version || "–" },
    { key: "edition", label: t("Edition"), width: 110, cell: ({ naming }) => naming.edition },
    { key: "status", label: t("How it is known"), width: 140, cell: ({ naming }) => <Look look={statusLook(naming.status)} /> },
    { key: "rule", label: t("By the rule"), width: 150, cell: ({ naming }) => naming.rule || "–" },
    { key: "purl", label: t("Package URL, CPE"), width: 240, title: ({ naming }) => `${naming.purl} ${naming.cpe}`.trim(), cell: ({ naming }) => naming.purl || naming.cpe },
    { key: "machines", label: t("Machines"), width: 90, isNumber: true, cell: ({ machines }) => formatNumber(machines) },
  ];
}

function places(): Column<SoftwareMachine>[] {
  return [
    { key: "machine", label: t("Machine"), width: 240, cell: (ci) => <CILink ci={ci} withClass /> },
    { key: "site", label: t("Site"), width: 160, cell: ({ site }) => site ?? "–" },
  ];
}
