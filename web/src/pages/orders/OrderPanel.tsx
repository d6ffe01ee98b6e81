import { useQuery } from "@tanstack/react-query";

import { type OrderLine, orderLinesQuery } from "../../api/orders";
import type { RecordDetail } from "../../api/records";
import { meQuery } from "../../api/session";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";

/** What of an order has come, line by line; nothing for who may not see all. */
export function OrderPanel({ record }: { record: RecordDetail }) {
  const { data } = useQuery(orderLinesQuery(record.number));
  const mayKeep = useQuery(meQuery).data?.permissions.includes("assets") ?? false;
  if (!data) return null;
  return (
    <SectionTable
      title={t("Lines")} count={data.lines.length} rows={data.lines} rowKey={({ line }) => line} columns={columns(data.currency)}
      note={mayKeep && record.state === "ordered" && <AppLink href={`/orders/${encodeURIComponent(record.number)}/receive`}>{t("Receive")}</AppLink>}
      empty={t("Nothing is ordered yet: edit it and add lines.")}
    />
  );
}

function columns(currency: string): Column<OrderLine>[] {
  return [
    { key: "line", label: t("Line"), width: 70, cell: ({ line }) => line },
    { key: "title", label: t("Name"), width: 170, cell: ({ title }) => title },
    { key: "model", label: t("Model"), width: 150, cell: ({ manufacturer, model }) => [manufacturer, model].filter((part) => part !== "").join(" ") },
    { key: "price", label: t("Price each"), width: 110, isNumber: true, cell: ({ price }) => price && `${price} ${currency}` },
    { key: "ordered", label: t("Ordered"), width: 80, isNumber: true, cell: ({ ordered }) => ordered },
    { key: "left", label: t("To come"), width: 110, cell: ({ left }) => <Look look={left === 0 ? ["up", "●", t("all here")] : ["at_risk", "◆", String(left)]} /> },
    { key: "expected", label: t("Expected"), width: 110, cell: ({ expected_on: day }) => day },
    { key: "assets", label: t("Assets"), width: 130, cell: ({ assets }) => assets.map((number) => <div key={number}><AppLink href={recordHref({ number, type: "asset" })}>{number}</AppLink></div>) },
  ];
}
