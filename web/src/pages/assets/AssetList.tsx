import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Asset, assetsExport, assetsQuery, assetValuesQuery } from "../../api/assets";
import type { RecordType } from "../../api/records";
import { meQuery } from "../../api/session";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { first, hrefOf, type Search, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ResultLine, useResult } from "../administration/Result";
import { BulkBar } from "../records/BulkBar";
import { OpenRecord } from "../records/OpenRecord";
import { QueueViews } from "../records/QueueViews";
import { ImportDialog } from "./ImportDialog";
import { assetLook, datesWord, DUE, filtersOf, LINKED, NARROWING, OF_REPORTS } from "./words";

const PAGE = 100;
const MOST = 500;

/** Assets by words, state, kind, place, holder and what ends soon. */
export function AssetList({ kind }: { kind: RecordType }) {
  const [search, change] = useUrlState();
  const [limit, setLimit] = useState(PAGE);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<"" | "new" | "import">("");
  const [result, tell] = useResult();
  const mayKeep = useQuery(meQuery).data?.permissions.includes("assets") ?? false;
  const due = first(search, "due");
  const filters = filtersOf(search, new Date());
  const assets = useQuery(assetsQuery(filters, limit));
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
        <a href={assetsExport(filters, "csv")} download>{t("CSV")}</a>
        <a href={assetsExport(filters, "xlsx")} download>{t("Excel")}</a>
        <AppLink href={chosen.size > 0 ? hrefOf("/labels", { number: [...chosen] }) : hrefOf("/labels", narrowed(search))}>{t("Labels")}</AppLink>
        <AppLink href="/contracts">{t("Contracts")}</AppLink>
        <AppLink href="/orders">{t("Orders")}</AppLink>
        <AppLink href="/stockrooms">{t("Stock rooms")}</AppLink>
        {mayKeep && <AppLink href="/acceptances">{t("Acceptance")}</AppLink>}
        {mayKeep && <AppLink href="/leavers">{t("Leavers")}</AppLink>}
      </div>
      <Narrowed search={search} clear={() => { change(Object.fromEntries(OF_REPORTS.map((name) => [name, null]))); }} />
      <ResultLine result={result} />
      {chosen.size > 0 && <BulkBar kind={kind} numbers={[...chosen]} done={(said, refused) => { setChosen(new Set(refused)); tell({ state: refused.length > 0 ? "degraded" : "up", text: said }); }} />}
      <Loaded query={assets} what={t("The assets could not be loaded.")}>
        {({ items, total }) => (
          <>
            <SectionTable title={t("Assets")} count={total} columns={columns(mayKeep ? { chosen, choose } : undefined)} rows={items} rowKey={({ number }) => number} empty={<Empty>{t("None is like that. Change the filter, import a list, or make assets of what discovery sees.")}</Empty>} />
            {items.length < total && limit < MOST && <div><Button variant="default" onClick={() => { setLimit(MOST); }}>{t("More of them")}</Button></div>}
          </>
        )}
      </Loaded>
      {open === "new" && <OpenRecord type="asset" close={() => { setOpen(""); }} />}
      {open === "import" && <ImportDialog close={() => { setOpen(""); }} done={(text) => { setOpen(""); tell({ state: "up", text }); }} />}
    </div>
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

interface Choosing {
  chosen: ReadonlySet<string>;
  choose: (number: string, isChosen: boolean) => void;
}

function columns(choosing: Choosing | undefined): Column<Asset>[] {
  const box: Column<Asset>[] = choosing ? [{
    key: "chosen", label: t("Selected"), width: 70,
    cell: ({ number }) => <Checkbox size="xs" aria-label={t("Select {number}", { number })} checked={choosing.chosen.has(number)} onChange={({ currentTarget }) => { choosing.choose(number, currentTarget.checked); }} />,
  }] : [];
  const listed = (key: string, label: string, width: number): Column<Asset> => ({ key, label, width, cell: (asset) => asset.listed[key], title: (asset) => asset.listed[key] ?? "" });
  return [
    ...box,
    { key: "number", label: t("Number"), width: 110, cell: (asset) => <AppLink href={recordHref(asset)}>{asset.number}</AppLink> },
    listed("asset_tag", t("Tag"), 100),
    { key: "title", label: t("Name"), width: 180, cell: ({ title }) => <strong>{title}</strong>, title: ({ title }) => title },
    { key: "state", label: t("State"), width: 110, cell: (asset) => <Look look={assetLook(asset)} /> },
    listed("category", t("Category"), 90), listed("model", t("Model"), 140), listed("holder", t("Holder"), 130),
    listed("site", t("Site"), 90), listed("room", t("Room"), 90), listed("warranty_until", t("Warranty until"), 100),
    { key: "ci", label: t("CI"), width: 130, cell: ({ affects: [ci] }) => ci ? <CILink ci={ci} /> : <span className="dim">{t("none")}</span> },
  ];
}

/** One value of a field that narrows the list; nothing where the values may not be read. */
function Narrowing({ name, label, value, change }: { name: string; label: string; value: string; change: (value: string) => void }) {
  const { data: values } = useQuery(assetValuesQuery(name));
  if (!values) return null;
  const known = values.map((one) => ({ value: one.value, label: `${one.value} (${String(one.count)})` }));
  return <NativeSelect label={label} value={value} data={[{ value: "", label: t("any") }, ...known]} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
}
