import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ImportBatch, type ImportRow, importRowsQuery, type Outcome, OUTCOMES } from "../../api/imports";
import { AppLink } from "../../components/AppLink";
import { Empty, Loaded } from "../../components/PageState";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { outcomeWord } from "./words";

const BLOCK = 100;
const MOST = 500;

function Details({ row }: { row: ImportRow }) {
  return (
    <>
      {row.problems?.map(({ column, value, message, remedy }) => (
        <div key={column + message}>{[column, value].filter(Boolean).join(" ")} {message}; {remedy}</div>
      ))}
      {row.changes?.map(({ name, old, new: now }) => (
        <div key={name + (now ?? "")}>{name}: {old ?? "–"} → {now ?? "–"}</div>
      ))}
      {row.notes?.map((note) => <div key={note} className="dim">{note}</div>)}
    </>
  );
}

function RowTable({ rows }: { rows: readonly ImportRow[] }) {
  if (rows.length === 0) return <Empty>{t("No rows of this kind.")}</Empty>;
  return (
    <table className="plain" aria-label={t("Rows")}>
      <thead>
        <tr>
          <th scope="col">{t("Row")}</th><th scope="col">{t("Outcome")}</th><th scope="col">{t("CI")}</th><th scope="col">{t("What")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.ref}>
            <td>{row.sheet} {row.number}</td>
            <td>{outcomeWord(row.outcome)}</td>
            <td>{row.uid ? <AppLink href={`/cis/${row.uid}`}>{row.name}</AppLink> : row.name}</td>
            <td><Details row={row} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What storing each row does: counted, filtered, row by row. */
export function RowsStep({ batch }: { batch: ImportBatch }) {
  const [outcome, setOutcome] = useState<Outcome | "">("");
  const [limit, setLimit] = useState(BLOCK);
  const rows = useQuery(importRowsQuery(batch.uid, outcome, limit));
  const choices = OUTCOMES.map((value) => ({ value, label: `${outcomeWord(value)} (${formatNumber(batch.counts[value] ?? 0)})` }));
  return (
    <section className="panel scroll">
      <h2>{t("Rows")}</h2>
      <NativeSelect
        label={t("Show")} value={outcome} style={{ maxWidth: 240 }}
        data={[{ value: "", label: t("All rows ({count})", { count: formatNumber(batch.rows) }) }, ...choices]}
        onChange={({ currentTarget }) => {
          setOutcome(OUTCOMES.find((one) => one === currentTarget.value) ?? "");
          setLimit(BLOCK);
        }}
      />
      <Loaded query={rows} what={t("The rows could not be loaded.")}>
        {({ total, items }) => (
          <>
            <RowTable rows={items} />
            {items.length < total && limit < MOST && (
              <Button variant="default" onClick={() => { setLimit(MOST); }}>{t("Show more")}</Button>
            )}
            {limit === MOST && total > MOST && (
              <p className="dim">{t("The first {shown} of {total} rows; the others are of the same kinds.", { shown: MOST, total: formatNumber(total) })}</p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
