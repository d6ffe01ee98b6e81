import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Licence, type Product, type ProductList, productsQuery, type SoftwareStatus } from "../../api/software";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { SectionTable } from "../../components/SectionTable";
import { UrlTabs } from "../../components/UrlTabs";
import { formatNumber, formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, hrefOf, oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import records from "../records/records.module.css";
import { NameDialog } from "./NameDialog";
import { NamingRules } from "./NamingRules";
import { ProductPanel } from "./ProductPanel";
import { SupportTab } from "./SupportTab";
import { LICENCES, licenceWord, STATUSES, statusLook } from "./words";

const ANY = "any";
const OF_THE_LIST = ["q", "status", "licence", "publisher", "product"];

/** Products on the machines that count, and the workbench for names that nobody knows yet. */
export function SoftwarePage() {
  return (
    <div className={administration.stack}>
      <title>{`${t("Software")} · Plumbline`}</title>
      <h1>{t("Software")}</h1>
      <UrlTabs
        label={t("Software")} forgets={OF_THE_LIST}
        tabs={[
          { value: "products", label: t("Products"), render: () => <ProductsTab /> },
          { value: "support", label: t("End of life"), render: () => <SupportTab /> },
        ]}
      />
    </div>
  );
}

function ProductsTab() {
  const [search, change] = useUrlState();
  const status = oneOf<SoftwareStatus | typeof ANY>(search, "status", STATUSES, ANY);
  const licence = oneOf<Licence | typeof ANY>(search, "licence", LICENCES, ANY);
  const asked = { q: first(search, "q"), status: status === ANY ? [] : [status], licence: licence === ANY ? [] : [licence] };
  const found = useQuery(productsQuery(asked));
  const [named, setNamed] = useState<Product | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const may = useMay("write");
  const chosen = first(search, "product");
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      {chosen !== "" && <ProductPanel publisher={first(search, "publisher")} product={chosen} />}
      <Loaded query={found} what={t("It could not be loaded.")}>
        {(list) => (
          <>
            <p role="status">{summary(list)}</p>
            <div className={records.head}>
              <QuickFilter value={asked.q} change={(q) => { change({ q }); }} label={t("Words of the product or its publisher")} placeholder={t("Product or publisher")} />
              <Choices label={t("How it is known")} values={STATUSES} current={status} word={(one) => t("{word} {count}", { word: statusLook(one)[2], count: formatNumber(list.products[one] ?? 0) })} choose={(one) => { change({ status: one }); }} />
              <Choices label={t("Licence")} values={LICENCES} current={licence} word={licenceWord} choose={(one) => { change({ licence: one }); }} />
            </div>
            <SectionTable
              title={t("Products")} count={list.total} rows={list.items} rowKey={({ publisher, product }) => `${publisher}|${product}`}
              columns={columns(may ? setNamed : undefined)} empty={<Empty>{t("There is none.")}</Empty>}
            />
          </>
        )}
      </Loaded>
      <NamingRules tell={tell} />
      {named && <NameDialog product={named} close={() => { setNamed(null); }} done={(text) => { setNamed(null); tell({ state: "up", text }); }} />}
    </div>
  );
}

function summary({ installations }: ProductList): string {
  const all = Object.values(installations).reduce((sum, number) => sum + number, 0);
  if (all === 0) return t("Nothing is installed anywhere, as far as is known.");
  const known = (installations.normalised ?? 0) + (installations.manual ?? 0);
  return t("{share} of {count} installations are named by product and version.", { share: formatShare(known / all), count: formatNumber(all) });
}

interface ChoicesProps<T extends string> {
  label: string;
  values: readonly T[];
  current: string;
  word: (value: T) => string;
  choose: (value: T | null) => void;
}

function Choices<T extends string>({ label, values, current, word, choose }: ChoicesProps<T>) {
  return (
    <div className={records.head} role="group" aria-label={label}>
      {values.map((one) => (
        <Button key={one} size="compact-sm" variant={one === current ? "filled" : "default"} aria-pressed={one === current} onClick={() => { choose(one === current ? null : one); }}>{word(one)}</Button>
      ))}
    </div>
  );
}

function columns(ask?: (product: Product) => void): Column<Product>[] {
  const shown: Column<Product>[] = [
    { key: "product", label: t("Product"), width: 200, title: ({ product }) => product, cell: ({ publisher, product }) => <AppLink className="quiet" href={hrefOf("/software", { publisher, product })}>{product}</AppLink> },
    { key: "publisher", label: t("Publisher"), width: 180, cell: ({ publisher }) => publisher || "–" },
    { key: "status", label: t("How it is known"), width: 140, cell: ({ status }) => <Look look={statusLook(status)} /> },
    { key: "licence", label: t("Licence"), width: 100, cell: ({ licence }) => licenceWord(licence) },
    { key: "suite", label: t("Part of"), width: 120, cell: ({ suite }) => suite },
    { key: "versions", label: t("Versions"), width: 80, isNumber: true, cell: ({ versions }) => formatNumber(versions) },
    { key: "machines", label: t("Machines"), width: 90, isNumber: true, cell: ({ machines }) => formatNumber(machines) },
  ];
  if (!ask) return shown;
  return [...shown, { key: "name", label: t("Name"), width: 100, cell: (one) => <Button size="compact-xs" variant="default" aria-label={t("Say what {product} is", { product: one.product })} onClick={() => { ask(one); }}>{t("Name…")}</Button> }];
}
