import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { importTable, type TableList, tablesQuery, type VulnerabilityTable } from "../../api/vulnerabilities";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { tableLook } from "./words";

/** Tables that were taken in, what they cover, and of what that is installed there is none. */
export function TablesTab() {
  const found = useQuery(tablesQuery);
  const may = useMay("write");
  return (
    <div className={administration.stack}>
      {may && <TakeIn />}
      <Loaded query={found} what={t("It could not be loaded.")}>
        {(list) => (
          <>
            <Coverage list={list} />
            <SectionTable title={t("Tables")} count={list.items.length} rows={list.items} rowKey={({ uid }) => uid} columns={columns()} empty={<Empty>{t("None was taken in yet. Nothing is asked on the network: fetch tables where they are published, and bring them here.")}</Empty>} />
            {list.items.filter(({ problems }) => problems.length > 0).slice(0, 1).map((table) => <Problems key={table.uid} table={table} />)}
          </>
        )}
      </Loaded>
    </div>
  );
}

function TakeIn() {
  const [file, setFile] = useState<File | null>(null);
  const queries = useQueryClient();
  const taking = useMutation({ mutationFn: importTable, onSuccess: () => queries.invalidateQueries({ queryKey: ["vulnerabilities"] }) });
  return (
    <div className="panel">
      <p>{t("A table of OSV (osv.dev), of the CVE programme, of NVD or of endoflife.date: JSON, lines of JSON, gzip or zip, 512 MiB at most.")}</p>
      <label htmlFor="table-file">{t("File")}</label>{" "}
      <input id="table-file" type="file" accept=".json,.ndjson,.jsonl,.gz,.zip" onChange={({ currentTarget }) => { setFile(currentTarget.files?.[0] ?? null); }} />{" "}
      <Button disabled={!file} loading={taking.isPending} onClick={() => { if (file) taking.mutate(file); }}>{t("Take it in")}</Button>
      <ErrorLine text={taking.error && described(taking.error)} />
      {taking.data && <p role="status">{t("{name} comes in; the list below tells how far it is.", { name: taking.data.name })}</p>}
    </div>
  );
}

function Coverage({ list: { covered, uncovered } }: { list: TableList }) {
  return (
    <>
      <SectionTable
        title={t("Checked")} count={covered.length} rows={covered} rowKey={({ ecosystem }) => ecosystem} empty={<Empty>{t("Nothing was checked yet.")}</Empty>}
        columns={[
          { key: "ecosystem", label: t("Packages of"), width: 200, cell: ({ ecosystem }) => ecosystem },
          { key: "name", label: t("Table"), width: 240, cell: ({ name }) => name },
          { key: "at", label: t("Taken in"), width: 140, cell: ({ at }) => <Time at={at} /> },
          { key: "packages", label: t("Packages and versions installed"), width: 160, isNumber: true, cell: ({ packages }) => formatNumber(packages) },
        ]}
      />
      <SectionTable
        title={t("Not checked: no table tells of them")} count={uncovered.length} rows={uncovered} rowKey={({ ecosystem }) => ecosystem} empty={<Empty>{t("There is a table of everything that can be looked up.")}</Empty>}
        columns={[
          { key: "ecosystem", label: t("Packages of"), width: 200, cell: ({ ecosystem }) => ecosystem },
          { key: "packages", label: t("Packages and versions installed"), width: 160, isNumber: true, cell: ({ packages }) => formatNumber(packages) },
        ]}
      />
    </>
  );
}

function Problems({ table: { name, problems, refused } }: { table: VulnerabilityTable }) {
  return (
    <SectionTable
      title={t("Left out of {name}", { name })} count={refused} rows={problems.map((one, place) => ({ ...one, place }))} rowKey={({ place }) => String(place)}
      columns={[
        { key: "file", label: t("Where"), width: 240, title: ({ file }) => file, cell: ({ file }) => file },
        { key: "message", label: t("Why"), width: 420, title: ({ message }) => message, cell: ({ message }) => message },
      ]}
    />
  );
}

function columns(): Column<VulnerabilityTable>[] {
  return [
    { key: "name", label: t("File"), width: 220, title: ({ name }) => name, cell: ({ name }) => name },
    { key: "state", label: t("State"), width: 160, title: ({ error }) => error, cell: (table) => <><Look look={tableLook(table)} /> {table.error}</> },
    { key: "formats", label: t("Format"), width: 120, cell: ({ formats }) => formats.join(", ") },
    { key: "entries", label: t("Entries"), width: 80, isNumber: true, cell: ({ entries }) => formatNumber(entries) },
    { key: "changed", label: t("New or changed"), width: 110, isNumber: true, cell: ({ changed }) => formatNumber(changed) },
    { key: "lifecycles", label: t("Products"), width: 80, isNumber: true, cell: ({ lifecycles }) => formatNumber(lifecycles) },
    { key: "refused", label: t("Left out"), width: 80, isNumber: true, cell: ({ refused }) => formatNumber(refused) },
    { key: "by", label: t("By"), width: 110, cell: ({ by }) => by },
    { key: "at", label: t("Begun"), width: 140, cell: ({ begun_at: at }) => <Time at={at} /> },
  ];
}
