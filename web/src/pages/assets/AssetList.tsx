import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type AssetFilters, assetsExport, assetValuesQuery } from "../../api/assets";
import type { RecordType } from "../../api/records";
import { meQuery } from "../../api/session";
import { AppLink } from "../../components/AppLink";
import { QuickFilter } from "../../components/QuickFilter";
import { t } from "../../locales/i18n";
import { first, hrefOf, type Search, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ResultLine, useResult } from "../administration/Result";
import { BulkBar } from "../records/BulkBar";
import { OpenRecord } from "../records/OpenRecord";
import { QueueViews } from "../records/QueueViews";
import { AssetGrid } from "./AssetGrid";
import { ImportDialog } from "./ImportDialog";
import { datesWord, DUE, filtersOf, LINKED, NARROWING, OF_REPORTS } from "./words";

/** Assets by words, state, kind, place, holder and what ends soon. */
export function AssetList({ kind }: { kind: RecordType }) {
  const [search, change] = useUrlState();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<"" | "new" | "import">("");
  const [result, tell] = useResult();
  const mayKeep = useQuery(meQuery).data?.permissions.includes("assets") ?? false;
  const due = first(search, "due");
  const filters = filtersOf(search, new Date());
  const choose = (number: string, isChosen: boolean) => { setChosen(new Set([...chosen].filter((other) => other !== number).concat(isChosen ? [number] : []))); };
  return (
    <div className={administration.stack}>
      <div className={administration.filters}>
        <QuickFilter value={filters.q} change={(text) => { change({ q: text || null }); }} label={t("Words of name, tag, serial number, model, holder or place")} placeholder={t("Tag, serial, name…")} />
        <NativeSelect
          label={t("State")} value={filters.states[0] ?? ""} data={[{ value: "", label: t("any") }, ...kind.states.map(({ name, label }) => ({ value: name, label }))]}
          onChange={({ currentTarget }) => { change({ state: currentTarget.value || null }); }}
        />
        {[...NARROWING, ...LINKED.filter((name) => search[name])].map((name) => <Narrowing key={name} name={name} label={kind.fields.find((field) => field.name === name)?.label ?? name} value={first(search, name)} change={(value) => { change({ [name]: value || null }); }} />)}
        <NativeSelect
          label={t("Dates")} value={due} data={[{ value: "", label: t("any") }, ...DUE.map((value) => ({ value, label: datesWord(value) }))]}
          onChange={({ currentTarget }) => { change({ due: currentTarget.value || null }); }}
        />
      </div>
      <div className={administration.filters}>
        <QueueViews page="assets" />
        {mayKeep && <Button onClick={() => { setOpen("new"); }}>{t("New asset…")}</Button>}
        {mayKeep && <Button variant="default" onClick={() => { setOpen("import"); }}>{t("Import…")}</Button>}
        <Links filters={filters} chosen={chosen} search={search} mayKeep={mayKeep} />
      </div>
      <Narrowed search={search} clear={() => { change(Object.fromEntries(OF_REPORTS.map((name) => [name, null]))); }} />
      <ResultLine result={result} />
      {chosen.size > 0 && <BulkBar kind={kind} numbers={[...chosen]} done={(said, refused) => { setChosen(new Set(refused)); tell({ state: refused.length > 0 ? "degraded" : "up", text: said }); }} />}
      <AssetGrid filters={filters} choosing={mayKeep ? { chosen, choose } : undefined} />
      {open === "new" && <OpenRecord type="asset" close={() => { setOpen(""); }} />}
      {open === "import" && <ImportDialog close={() => { setOpen(""); }} done={(text) => { setOpen(""); tell({ state: "up", text }); }} />}
    </div>
  );
}

/** The list as a file, its labels, and what belongs to assets. */
function Links({ filters, chosen, search, mayKeep }: { filters: AssetFilters; chosen: ReadonlySet<string>; search: Search; mayKeep: boolean }) {
  return (
    <>
      <a href={assetsExport(filters, "csv")} download>{t("CSV")}</a>
      <a href={assetsExport(filters, "xlsx")} download>{t("Excel")}</a>
      <AppLink href={chosen.size > 0 ? hrefOf("/labels", { number: [...chosen] }) : hrefOf("/labels", narrowed(search))}>{t("Labels")}</AppLink>
      <AppLink href="/contracts">{t("Contracts")}</AppLink>
      <AppLink href="/orders">{t("Orders")}</AppLink>
      <AppLink href="/stockrooms">{t("Stock rooms")}</AppLink>
      {mayKeep && <AppLink href="/acceptances">{t("Acceptance")}</AppLink>}
      {mayKeep && <AppLink href="/leavers">{t("Leavers")}</AppLink>}
    </>
  );
}

/** What narrows the list, without what else the address says. */
function narrowed(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => !["tab", "view"].includes(name)));
}

/** What a link of a report narrowed the list by, and the way back to all. */
function Narrowed({ search, clear }: { search: Search; clear: () => void }) {
  const said = OF_REPORTS.flatMap((name) => (search[name] ?? []).map((value) => name === "where" ? value : `${name} ${value}`));
  if (said.length === 0) return null;
  return (
    <div className={administration.filters}>
      <span>{t("Only: {said}", { said: said.join(", ") })}</span>
      <Button size="compact-sm" variant="default" onClick={clear}>{t("Show all assets")}</Button>
    </div>
  );
}

/** One value of a field that narrows the list; nothing where the values may not be read. */
function Narrowing({ name, label, value, change }: { name: string; label: string; value: string; change: (value: string) => void }) {
  const { data: values } = useQuery(assetValuesQuery(name));
  if (!values) return null;
  const known = values.map((one) => ({ value: one.value, label: `${one.value} (${String(one.count)})` }));
  return <NativeSelect label={label} value={value} data={[{ value: "", label: t("any") }, ...known]} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
}
