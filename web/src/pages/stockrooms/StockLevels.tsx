import { useQuery } from "@tanstack/react-query";

import { type StockLevel, stockLevelsQuery } from "../../api/stock";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";

/** The levels of a stock room; without a number of all what is below its minimum. Nothing for who may not see all. */
export function StockLevels({ number = "" }: { number?: string }) {
  const { data: levels } = useQuery(stockLevelsQuery(number));
  if (!levels) return null;
  const room: Column<StockLevel> = { key: "room", label: t("Stock room"), width: 170, cell: (one) => <AppLink href={recordHref({ number: one.number, type: "stockroom" })}>{one.title}</AppLink> };
  return (
    <SectionTable
      title={number === "" ? t("Below the minimum") : t("Levels")} count={levels.length} rows={levels} rowKey={(one) => `${one.number} ${one.model} ${one.category} ${String(one.minimum)}`}
      columns={number === "" ? [room, ...columns()] : columns()}
      empty={<Empty>{number === "" ? t("Every stock room holds what it should.") : t("Nothing has to lie here yet: edit it and add minimum levels.")}</Empty>}
    />
  );
}

function columns(): Column<StockLevel>[] {
  return [
    { key: "model", label: t("Model"), width: 160, cell: ({ model }) => model || <span className="dim">{t("any")}</span> },
    { key: "category", label: t("Category"), width: 110, cell: ({ category }) => category || <span className="dim">{t("any")}</span> },
    { key: "minimum", label: t("Minimum"), width: 80, isNumber: true, cell: ({ minimum }) => minimum },
    { key: "there", label: t("There"), width: 80, isNumber: true, cell: (one) => <AppLink href={listed(one)}>{one.assets.length}</AppLink> },
    { key: "state", label: t("Level"), width: 120, cell: ({ short }) => <Look look={short === 0 ? ["up", "●", t("enough")] : ["degraded", "▲", t("{short} too few", { short })]} /> },
    { key: "order", label: t("To order"), width: 80, isNumber: true, cell: ({ to_order: count }) => count },
  ];
}

/** The assets that lie there, as a list. */
function listed({ site, room, model, category }: StockLevel): string {
  return hrefOf("/assets", { site, room, model, category, state: ["in_stock", "received"] });
}
