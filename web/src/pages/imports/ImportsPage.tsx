import { useMutation, useQuery } from "@tanstack/react-query";


import { type ImportBatch, importsQuery, uploadImport } from "../../api/imports";
import { AppLink, useOpen } from "../../components/AppLink";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import { described } from "../administration/problems";
import { stateWord } from "./words";

function Upload() {
  const open = useOpen();
  const upload = useMutation({
    mutationFn: uploadImport,
    onSuccess: (batch) => { open(`/imports/${batch.uid}`); },
  });
  return (
    <section className="panel">
      <h2>{t("Import a file")}</h2>
      <p>{t("CSV or XLSX with the names of the columns in the first row, up to 32 MB. Nothing is stored before you have seen the preview.")}</p>
      <label htmlFor="import-file">{t("File")}</label>{" "}
      <input
        id="import-file" type="file" accept=".csv,.txt,.tsv,.xlsx" disabled={upload.isPending}
        style={{ minHeight: 28 }}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) upload.mutate(file);
        }}
      />
      {upload.isPending && <span role="status">{t("Uploading…")}</span>}
      {upload.error && <p role="alert" className="state" data-state="down">■ {described(upload.error)}</p>}
    </section>
  );
}

function ImportTable({ items }: { items: readonly ImportBatch[] }) {
  if (items.length === 0) return <Empty>{t("Nothing was imported yet. Choose a file above.")}</Empty>;
  return (
    <table className="plain" aria-label={t("Imports")}>
      <thead>
        <tr>
          <th scope="col">{t("File")}</th>
          <th scope="col">{t("State")}</th>
          <th scope="col" className="num">{t("Rows")}</th>
          <th scope="col" className="num">{t("Stored")}</th>
          <th scope="col">{t("By")}</th>
          <th scope="col">{t("At")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.uid}>
            <td><AppLink href={`/imports/${item.uid}`}>{item.file_name}</AppLink></td>
            <td>{stateWord(item.state)}</td>
            <td className="num">{formatNumber(item.rows)}</td>
            <td className="num">{formatNumber(item.stored)}</td>
            <td>{item.created_by}</td>
            <td><Time at={item.created_at} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Imports() {
  const imports = useQuery(importsQuery);
  return (
    <>
      <Upload />
      <div className="panel scroll">
        <Loaded query={imports} what={t("The imports could not be loaded.")}>
          {({ items }) => <ImportTable items={items} />}
        </Loaded>
      </div>
    </>
  );
}

/** Files that were imported, and the way to import another one. */
export function ImportsPage() {
  const may = useMay("write");
  return (
    <>
      <title>{`${t("Imports")} · Plumbline`}</title>
      <h1>{t("Imports")}</h1>
      {may ? <Imports /> : <div className="panel"><Forbidden permission="write" /></div>}
    </>
  );
}
