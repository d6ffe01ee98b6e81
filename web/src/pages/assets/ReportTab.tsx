import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { assetReportQuery, assetValuesQuery, type ReportAsked, type ReportBy, reportExport, type ReportRow } from "../../api/assets";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatAmount, formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, oneOf, type Search, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { QueueViews } from "../records/QueueViews";
import { Schedules } from "./Schedules";

const BY: readonly ReportBy[] = ["site", "holder", "cost_centre", "owner", "category", "service", "age", "warranty"];
export const OF_THE_REPORT = ["by", "on", "of", "all"];

/** Assets counted and summed by something; each number opens its rows. */
export function ReportTab() {
  const [search, change] = useUrlState();
  const asked = askedOf(search);
  const found = useQuery(assetReportQuery(asked));
  const mayKeep = useMay("assets");
  const { data: categories = [] } = useQuery(assetValuesQuery("category"));
  return (
    <div className={administration.stack}>
      <div className={administration.filters}>
        <NativeSelect label={t("By")} value={asked.by} data={BY.map((value) => ({ value, label: byWord(value) }))} onChange={({ currentTarget }) => { change({ by: currentTarget.value }); }} />
        <TextInput type="date" label={t("Worth on")} value={asked.on} onChange={({ currentTarget }) => { change({ on: currentTarget.value || null }); }} />
        <NativeSelect
          label={t("Category")} value={asked.category} data={[{ value: "", label: t("any") }, ...categories.map(({ value }) => ({ value, label: value }))]}
          onChange={({ currentTarget }) => { change({ of: currentTarget.value || null }); }}
        />
        <NativeSelect
          label={t("Which")} value={asked.isAll ? "all" : "owned"} data={[{ value: "owned", label: t("what is owned") }, { value: "all", label: t("with lost and disposed of") }]}
          onChange={({ currentTarget }) => { change({ all: currentTarget.value === "all" ? "yes" : null }); }}
        />
      </div>
      <div className={administration.filters}>
        <QueueViews page="assets" />
        {(["csv", "xlsx", "pdf"] as const).map((format) => <a key={format} href={reportExport(asked, format)} download>{format.toUpperCase()}</a>)}
      </div>
      <Loaded query={found} what={t("The report could not be made.")}>
        {({ rows, total }) => (
          <SectionTable
            title={t("Assets by {by}", { by: byWord(asked.by) })} count={rows.length} rows={rows.length > 0 ? [...rows, total] : []} rowKey={({ label, opens }) => `${label} ${opens}`} columns={columns(asked.by)}
            empty={<Empty>{t("There are no such assets.")}</Empty>}
          />
        )}
      </Loaded>
      {mayKeep && <Schedules />}
      <p className="dim">{t("Nothing is converted between currencies. What several services need is counted with each of them, and once in all.")}</p>
    </div>
  );
}

function askedOf(search: Search): ReportAsked {
  return { by: oneOf(search, "by", BY, "site"), on: first(search, "on"), category: first(search, "of"), isAll: first(search, "all") === "yes" };
}

function columns(by: ReportBy): Column<ReportRow>[] {
  return [
    { key: "label", label: byWord(by), width: 220, cell: ({ label }) => label, title: ({ label }) => label },
    { key: "assets", label: t("Assets"), width: 90, isNumber: true, cell: ({ label, assets, opens }) => <Opens label={label} opens={opens} text={formatNumber(assets)} /> },
    { key: "cost", label: t("Cost"), width: 200, isNumber: true, cell: ({ label, sums }) => sums.map((one) => <div key={one.currency} style={{ minHeight: 26 }}><Opens label={`${label} ${one.currency}`} opens={one.opens} text={`${formatAmount(String(one.cost))} ${one.currency}`} /></div>) },
    { key: "value", label: t("Book value"), width: 200, isNumber: true, cell: ({ label, sums }) => sums.map((one) => <div key={one.currency} style={{ minHeight: 26 }}><Opens label={`${label} ${one.currency}`} opens={one.opens} text={`${formatAmount(String(one.value))} ${one.currency}`} /></div>) },
    { key: "undated", label: t("Without a day of purchase"), width: 120, isNumber: true, cell: ({ sums }) => sums.reduce((sum, { undated }) => sum + undated, 0) || "" },
  ];
}

function Opens({ label, opens, text }: { label: string; opens: string; text: string }) {
  return <AppLink href={opens === "" ? "/assets" : `/assets?${opens}`} aria-label={t("{text}: the assets of {label}", { text, label })}>{text}</AppLink>;
}

function byWord(by: ReportBy): string {
  const words: Record<ReportBy, string> = {
    site: t("Site"), holder: t("Holder"), cost_centre: t("Cost centre"), owner: t("Owner"), category: t("Category"), service: t("Service"), age: t("Age"), warranty: t("Warranty"),
  };
  return words[by];
}
