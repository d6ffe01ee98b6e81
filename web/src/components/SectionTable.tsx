import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { formatNumber } from "../locales/format";
import { t } from "../locales/i18n";
import type { Column } from "./grid/column";
import classes from "./SectionTable.module.css";

const AT_FIRST = 50;

interface Props<Row> {
  title: string;
  /** How many there are, where the number tells something. */
  count?: number;
  /** Beside the title. */
  note?: ReactNode;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Instead of the table when there are no rows. */
  empty?: ReactNode;
}

/** A panel with a title and a short table; long ones open on request. */
export function SectionTable<Row>({ title, count, note, columns, rows, rowKey, empty }: Props<Row>) {
  const [isComplete, setComplete] = useState(false);
  const shown = isComplete ? rows : rows.slice(0, AT_FIRST);
  return (
    <section className={`panel ${classes.section ?? ""}`}>
      <div className={classes.title}>
        <h2>{title}</h2>
        {count !== undefined && <span className="dim">{formatNumber(count)}</span>}
        {note}
      </div>
      {rows.length === 0 ? (
        <div className={classes.empty}>{empty}</div>
      ) : (
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={title}>
          <Rows title={title} columns={columns} rows={shown} rowKey={rowKey} />
        </div>
      )}
      {shown.length < rows.length && (
        <Button variant="default" className={classes.more} onClick={() => { setComplete(true); }}>
          {t("Show all {count}", { count: formatNumber(rows.length) })}
        </Button>
      )}
    </section>
  );
}

function Rows<Row>({ title, columns, rows, rowKey }: Pick<Props<Row>, "title" | "columns" | "rows" | "rowKey">) {
  const widths = columns.reduce((sum, { width }) => sum + width, 0);
  return (
    <table className={`plain ${classes.table ?? ""}`} style={{ minWidth: widths }} aria-label={title}>
      <colgroup>
        {columns.map(({ key, width }) => <col key={key} style={{ width: `${(100 * width) / widths}%` }} />)}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ key, label, doc, isNumber }) => (
            <th key={key} scope="col" title={doc} className={isNumber ? "num" : undefined}>{label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ key, cell, title: full, isNumber }) => (
              <td key={key} title={full?.(row)} className={isNumber ? "num" : undefined}>{cell(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
