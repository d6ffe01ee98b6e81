import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Line, type Position, positionQuery, type Unlicensed } from "../../api/licences";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatAmount, formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { AddDialog } from "./AddDialog";
import { Entitlements } from "./Entitlements";
import { ImportDialog } from "./ImportDialog";
import { ProductAsked, ProductLinks } from "./ProductAsked";
import { Files, Steps } from "./Steps";
import { WhatIf } from "./WhatIf";
import { fullName } from "../software/words";
import { keyOf, lineLook, metricWord, productsOf } from "./words";

/** Whether what was bought covers what is installed, what consumed each unit and why, and everything that was bought. */
export function LicencesPage() {
  const [search, change] = useUrlState();
  const on = first(search, "on");
  const chosen = first(search, "line");
  const product = first(search, "product");
  const found = useQuery(positionQuery(on, first(search, "publisher"), product));
  const [open, setOpen] = useState<"" | "add" | "import">("");
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const may = useMay("write");
  const close = () => { setOpen(""); };
  const done = (text: string) => {
    close();
    tell({ state: "up", text });
  };
  const title = product ? t("Licences of {product}", { product: found.data?.product || product }) : t("Licences");
  return (
    <div className={administration.stack} {...keeper}>
      <title>{`${title} · Plumbline`}</title>
      <h1>{title}</h1>
      <div className={administration.filters}>
        <TextInput type="date" label={t("Position on")} value={on} onChange={({ currentTarget }) => { change({ on: currentTarget.value, line: null }); }} />
        <ProductAsked key={product} on={on} product={product} ask={(typed) => { change({ product: typed, publisher: null, line: null }, { push: true }); }} />
        {may && <Button onClick={() => { setOpen("add"); }}>{t("Add what was bought…")}</Button>}
        {may && <Button variant="default" onClick={() => { setOpen("import"); }}>{t("Import…")}</Button>}
      </div>
      <ResultLine result={result} />
      <Loaded query={found} what={t("It could not be loaded.")}>
        {(position) => (
          <>
            <p role="status">{summary(position)}</p>
            <p style={{ margin: 0 }}>{t("Every installation with what covers it and why:")} <Files on={on} of={product ? position : undefined} /></p>
            <SectionTable
              title={t("Position")} count={position.lines.length} rows={position.lines} rowKey={keyOf}
              columns={columns(on, chosen, (key) => { change({ line: key === chosen ? null : key }); })}
              empty={<Empty>{product ? t("No right to it holds on this day.") : t("Nothing was bought that holds on this day.")}</Empty>}
            />
            {position.lines.filter((line) => keyOf(line) === chosen).map((line) => <Steps key={chosen} line={line} on={on} />)}
            <SectionTable
              title={t("Not covered by any right")} count={position.unlicensed_total} rows={position.unlicensed} rowKey={gapKey} columns={gaps()}
              empty={<Empty>{product ? t("Nothing of it is installed without a right.") : t("Everything commercial that is known is covered.")}</Empty>}
            />
          </>
        )}
      </Loaded>
      {!product && <WhatIf />}
      <Entitlements tell={tell} of={product} />
      {open === "add" && <AddDialog close={close} done={done} />}
      {open === "import" && <ImportDialog close={close} done={done} />}
    </div>
  );
}

function summary({ day, lines, missing_cost: cost, unlicensed_total: gaps }: Position): string {
  const missing = lines.filter(({ difference }) => difference < 0).length;
  return t("On {day}: rights are missing in {missing} of {count} lines, worth {cost}; {gaps} installations are not covered by any.", {
    day, missing: formatNumber(missing), count: formatNumber(lines.length), cost: formatAmount(cost), gaps: formatNumber(gaps),
  });
}

function columns(on: string, chosen: string, choose: (key: string) => void): Column<Line>[] {
  return [
    { key: "products", label: t("Product"), width: 220, title: productsOf, cell: ({ products }) => <ProductLinks on={on} products={products} /> },
    { key: "state", label: t("State"), width: 150, cell: (line) => <Look look={lineLook(line)} /> },
    { key: "metric", label: t("Metric"), width: 120, cell: ({ metric }) => metricWord(metric) },
    { key: "entity", label: t("Legal entity"), width: 110, cell: ({ entity }) => entity || t("all") },
    { key: "entitled", label: t("Entitled"), width: 80, isNumber: true, cell: ({ entitled }) => formatNumber(entitled) },
    { key: "used", label: t("Used"), width: 80, isNumber: true, cell: ({ used }) => formatNumber(used) },
    { key: "difference", label: t("Difference"), width: 90, isNumber: true, cell: ({ difference }) => formatNumber(difference) },
    { key: "cost", label: t("Missing costs"), width: 110, isNumber: true, cell: ({ missing_cost: cost }) => formatAmount(cost) },
    { key: "why", label: t("Why"), width: 90, cell: (line) => <Button size="compact-xs" variant="default" aria-expanded={keyOf(line) === chosen} aria-label={t("Why {product} uses so much", { product: productsOf(line) })} onClick={() => { choose(keyOf(line)); }}>{t("Why")}</Button> },
  ];
}

function gapKey({ machine_uid: machine, publisher, product, version, edition }: Unlicensed): string {
  return [machine, publisher, product, version, edition].join("|");
}

function gaps(): Column<Unlicensed>[] {
  return [
    { key: "machine", label: t("Machine"), width: 200, cell: ({ machine_uid: uid, machine }) => <CILink ci={{ uid, name: machine, ci_class: "" }} /> },
    { key: "product", label: t("Product"), width: 240, cell: ({ version, edition, ...named }) => [fullName(named), edition, version].filter(Boolean).join(" ") },
    { key: "reason", label: t("Because"), width: 320, cell: ({ reason }) => reason },
  ];
}
