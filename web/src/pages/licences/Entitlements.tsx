import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Entitlement, entitlementsQuery, removeEntitlement, showKey } from "../../api/licences";
import type { Column } from "../../components/grid/column";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { described } from "../administration/problems";
import { ErrorLine, type Result } from "../administration/Result";
import records from "../records/records.module.css";
import { Documents } from "./Documents";
import { metricWord, productsOf } from "./words";

/** Everything that was bought, or what was of a product; its licence keys are shown one by one, to those who may. */
export function Entitlements({ tell, of }: { tell: (result: Result) => void; of: string }) {
  const every = useQuery(entitlementsQuery).data ?? [];
  const items = of ? every.filter(({ products }) => products.some(({ product }) => product.toLowerCase() === of.toLowerCase())) : every;
  const queries = useQueryClient();
  const [open, setOpen] = useState<Entitlement | null>(null);
  const mayWrite = useMay("write");
  const maySee = useMay("licence_keys");
  const removing = useMutation({
    mutationFn: ({ uid }: Entitlement) => removeEntitlement(uid),
    onSuccess: (_, { name }) => {
      void queries.invalidateQueries({ queryKey: ["licences"] });
      tell({ state: "up", text: t("{name} is taken away.", { name }) });
    },
  });
  const showing = useMutation({
    mutationFn: ({ uid }: Entitlement) => showKey(uid),
    onSuccess: (key, { name }) => { tell({ state: "up", text: t("The key of {name} is {key}. That you saw it is in the audit log.", { name, key }) }); },
  });
  const failed = removing.error ?? showing.error;
  const shown: Column<Entitlement>[] = [
    { key: "name", label: t("Name"), width: 210, title: ({ note }) => note, cell: ({ name }) => name },
    { key: "products", label: t("Product"), width: 180, cell: productsOf },
    { key: "metric", label: t("Metric"), width: 120, cell: ({ metric }) => metricWord(metric) },
    { key: "units", label: t("Units"), width: 80, isNumber: true, cell: ({ units }) => formatNumber(units) },
    { key: "dates", label: t("Holds"), width: 190, cell: ({ starts, ends }) => ends ? t("{starts} to {ends}", { starts, ends }) : t("from {starts}", { starts }) },
    { key: "state", label: t("Is"), width: 90, cell: ({ state }) => state },
    { key: "price", label: t("Price"), width: 110, isNumber: true, cell: ({ unit_price: price, currency }) => `${price} ${currency}` },
    { key: "do", label: t("Do"), width: 260, cell: (one) => (
      <span className={records.head}>
        <Button size="compact-xs" variant="default" aria-label={t("Documents of {name}", { name: one.name })} onClick={() => { setOpen(one); }}>{t("Documents…")}</Button>
        {maySee && one.has_key && <Button size="compact-xs" variant="default" aria-label={t("Show the key of {name}", { name: one.name })} onClick={() => { showing.mutate(one); }}>{t("Show key")}</Button>}
        {mayWrite && <Button size="compact-xs" variant="default" aria-label={t("Take {name} away", { name: one.name })} onClick={() => { removing.mutate(one); }}>{t("Take away")}</Button>}
      </span>
    ) },
  ];
  return (
    <>
      <ErrorLine text={failed && described(failed)} />
      {open && <Documents of={open} close={() => { setOpen(null); }} />}
      <SectionTable title={t("What was bought")} count={items.length} columns={shown} rows={items} rowKey={({ uid }) => uid} empty={<Empty>{of ? t("No purchase of it is known.") : t("Nothing is known of what was bought; add it here, or import a table.")}</Empty>} />
    </>
  );
}
