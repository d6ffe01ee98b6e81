import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { BY, type BehindNumber, type By, type Chosen, type NumberGroup, numberQuery, numbersFileHref, numbersQuery, type NumberOut } from "../../api/numbers";
import { recordTypesQuery } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber, formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { hrefOfNumber, timeWord } from "../records/words";

const DAYS = ["7", "30", "90", "365"] as const;
type Change = ReturnType<typeof useUrlState>[1];

/** How well incidents, changes and predictions went; each number opens what it is counted from. */
export function NumbersPage() {
  const [search, change] = useUrlState();
  const name = first(search, "number");
  const chosen: Chosen = {
    days: Number(oneOf(search, "days", DAYS, "30")), by: oneOf<By>(search, "by", BY, ""), team: first(search, "team"),
    service: first(search, "service"), month: first(search, "month"), ci_class: first(search, "ci_class"),
  };
  const found = useQuery(numbersQuery(chosen));
  return (
    <div className={administration.stack}>
      <title>{`${t("Numbers")} · Plumbline`}</title>
      <h1>{t("Numbers")}</h1>
      <Filters chosen={chosen} change={change} />
      <Loaded query={found} what={t("They could not be loaded.")}>
        {({ items }) => (
          <>
            {name !== "" && <One name={name} chosen={chosen} change={change} />}
            <SectionTable
              title={t("All numbers")} rows={items} rowKey={(one) => one.name}
              columns={columns(name, (next) => { change({ number: next === name ? null : next }); })}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Filters({ chosen, change }: { chosen: Chosen; change: Change }) {
  const narrowed = ([["team", chosen.team], ["service", chosen.service], ["month", chosen.month], ["ci_class", chosen.ci_class]] as const).filter(([, value]) => value !== "");
  return (
    <div className={administration.filters}>
      <NativeSelect
        label={t("Time")} value={String(chosen.days)} data={DAYS.map((value) => ({ value, label: t("Last {days} days", { days: value }) }))}
        onChange={({ currentTarget }) => { change({ days: currentTarget.value === "30" ? null : currentTarget.value }); }}
      />
      <NativeSelect
        label={t("In groups")} value={chosen.by} data={BY.map((value) => ({ value, label: byWord(value) }))}
        onChange={({ currentTarget }) => { change({ by: currentTarget.value || null }); }}
      />
      {narrowed.map(([key, value]) => (
        <Button key={key} variant="default" onClick={() => { change({ [key]: null }); }}>
          {key === "service" ? t("All services again") : t("Not only {what}", { what: value })}
        </Button>
      ))}
      <a href={numbersFileHref(chosen)} download>{t("CSV")}</a>
    </div>
  );
}

function byWord(by: By): string {
  const words: Record<By, string> = { "": t("none"), team: t("Team"), service: t("Service"), month: t("Month"), class: t("Class of CIs") };
  return words[by];
}

function figure(value: number | null, unit: NumberOut["unit"]): string {
  if (value === null) return "–";
  return unit === "share" ? formatShare(value) : timeWord(value);
}

function columns(open: string, choose: (name: string) => void): Column<NumberOut>[] {
  return [
    { key: "label", label: t("Number"), width: 230, cell: ({ label }) => label },
    { key: "value", label: t("Value"), width: 100, isNumber: true, cell: ({ value, unit }) => <strong>{figure(value, unit)}</strong> },
    { key: "median", label: t("Median"), width: 100, isNumber: true, cell: ({ median, unit }) => unit === "share" ? "–" : figure(median, unit) },
    { key: "counted", label: t("Counted"), width: 120, isNumber: true, cell: ({ name, label, counted }) => (
      <Button size="compact-xs" variant="default" aria-expanded={name === open} aria-label={t("What is behind: {label}", { label })} onClick={() => { choose(name); }}>{formatNumber(counted)}</Button>
    ) },
    { key: "formula", label: t("Formula"), width: 520, cell: ({ formula }) => <span className={administration.wrap}>{formula}</span> },
  ];
}

/** One number: by what was asked for, and exactly the records behind it. */
function One({ name, chosen, change }: { name: string; chosen: Chosen; change: Change }) {
  const found = useQuery(numberQuery(name, chosen));
  const { data: types = [] } = useQuery(recordTypesQuery);
  return (
    <Loaded query={found} what={t("It could not be loaded.")}>
      {({ number, total, items }) => (
        <>
          {number.groups.length > 0 && (
            <SectionTable
              title={t("{label}, by {what}", { label: number.label, what: byWord(chosen.by) })} rows={number.groups} rowKey={({ key }) => key}
              columns={groupColumns(number, (key) => { change({ [chosen.by === "class" ? "ci_class" : chosen.by]: key, by: null }); })}
            />
          )}
          <SectionTable
            title={t("Behind: {label}", { label: number.label })} count={total} rows={items} rowKey={({ key }) => key}
            columns={behindColumns(number, (key) => hrefOfNumber(types, key))}
            empty={<Empty>{t("There is nothing behind it in this time.")}</Empty>}
          />
        </>
      )}
    </Loaded>
  );
}

function groupColumns({ unit }: NumberOut, narrow: (key: string) => void): Column<NumberGroup>[] {
  return [
    { key: "label", label: t("Group"), width: 240, cell: ({ key, label }) => key === "" ? t("none") : <Button size="compact-xs" variant="default" onClick={() => { narrow(key); }}>{label.replaceAll("_", " ")}</Button> },
    { key: "value", label: t("Value"), width: 110, isNumber: true, cell: ({ value }) => figure(value, unit) },
    { key: "median", label: t("Median"), width: 110, isNumber: true, cell: ({ median }) => unit === "share" ? "–" : figure(median, unit) },
    { key: "counted", label: t("Counted"), width: 100, isNumber: true, cell: ({ counted }) => formatNumber(counted) },
  ];
}

function behindColumns({ unit }: NumberOut, hrefOf: (key: string) => string | null): Column<BehindNumber>[] {
  return [
    { key: "key", label: t("Record"), width: 140, cell: ({ key, type }) => {
      const href = type === "difference" ? "/unauthorised-changes" : hrefOf(key);
      const word = type === "difference" ? t("Difference") : key;
      return href === null ? word : <AppLink href={href}>{word}</AppLink>;
    } },
    { key: "title", label: t("Title"), width: 320, cell: ({ title }) => title },
    { key: "team", label: t("Team"), width: 150, cell: ({ team }) => team },
    { key: "at", label: t("Counts on"), width: 150, cell: ({ at }) => <Time at={at} /> },
    { key: "value", label: t("Value"), width: 110, isNumber: true, cell: ({ value }) => figure(value, unit) },
  ];
}
