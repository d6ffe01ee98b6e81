import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type SupportLine, supportMachinesQuery, supportQuery } from "../../api/software";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { supportLook } from "./words";

/** Versions that are installed, by how long they are supported; what is no longer is first. */
export function SupportTab() {
  const found = useQuery(supportQuery);
  const [chosen, setChosen] = useState<SupportLine | null>(null);
  return (
    <div className={administration.stack}>
      <Loaded query={found} what={t("It could not be loaded.")}>
        {({ items, total, states }) => (
          <>
            <p role="status">{t("{ended} are no longer supported, {soon} end within 90 days.", { ended: formatNumber(states.ended ?? 0), soon: formatNumber(states.ends_soon ?? 0) })}</p>
            <SectionTable
              title={t("Support")} count={total} rows={items} rowKey={({ publisher, product, cycle }) => `${publisher}|${product}|${cycle}`} columns={supportColumns(setChosen)}
              empty={<Empty action={<AppLink href="/vulnerabilities?tab=tables">{t("To the tables")}</AppLink>}>{t("No table tells of what is installed. Take in those of endoflife.date.")}</Empty>}
            />
          </>
        )}
      </Loaded>
      {chosen && <Machines line={chosen} />}
    </div>
  );
}

function Machines({ line }: { line: SupportLine }) {
  const found = useQuery(supportMachinesQuery(line));
  return (
    <Loaded query={found} what={t("It could not be loaded.")}>
      {({ items, total }) => (
        <SectionTable
          title={t("Machines with {product} {cycle}", { product: line.product, cycle: line.cycle })} count={total} rows={items} rowKey={({ uid }) => uid} empty={<Empty>{t("No machine has it.")}</Empty>}
          columns={[
            { key: "machine", label: t("Machine"), width: 240, cell: (ci) => <CILink ci={ci} withClass /> },
            { key: "site", label: t("Site"), width: 160, cell: ({ site }) => site ?? "–" },
          ]}
        />
      )}
    </Loaded>
  );
}

export function supportColumns(choose?: (line: SupportLine) => void): Column<SupportLine>[] {
  const shown: Column<SupportLine>[] = [
    { key: "product", label: t("Product"), width: 200, cell: ({ product }) => product },
    { key: "publisher", label: t("Of"), width: 140, cell: ({ publisher }) => publisher },
    { key: "versions", label: t("Versions"), width: 180, title: ({ versions }) => versions.join(", "), cell: ({ versions }) => versions.join(", ") },
    { key: "cycle", label: t("Cycle"), width: 90, cell: ({ cycle }) => cycle },
    { key: "state", label: t("State"), width: 160, cell: ({ state }) => <Look look={supportLook(state)} /> },
    { key: "ends", label: t("Ends on"), width: 110, cell: ({ ends_on: day }) => day || "–" },
    { key: "latest", label: t("Newest of it"), width: 110, cell: ({ latest }) => latest || "–" },
  ];
  if (!choose) return shown;
  return [...shown, { key: "machines", label: t("Machines"), width: 90, isNumber: true, cell: (one) => <Button size="compact-xs" variant="default" aria-label={t("Machines with {product} {cycle}", { product: one.product, cycle: one.cycle })} onClick={() => { choose(one); }}>{formatNumber(one.machines)}</Button> }];
}
