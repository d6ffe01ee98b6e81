import { type CSSProperties, memo } from "react";

import type { Column } from "./column";
import classes from "./Grid.module.css";

/** Rows before the first one: the head. */
const BEFORE = 1;

interface Props<Row> {
  id: string;
  index: number;
  /** Undefined while it is on its way. */
  row: Row | undefined;
  columns: readonly Column<Row>[];
  /** Where the columns are. */
  across: CSSProperties;
  top: number;
  height: number;
  isActive: boolean;
}

function Drawn<Row>({ id, index, row, columns, across, top, height, isActive }: Props<Row>) {
  return (
    <div
      id={id}
      role="row"
      className={classes.row}
      style={{ ...across, top, height }}
      aria-rowindex={index + BEFORE + 1}
      aria-selected={isActive}
      data-active={isActive || undefined}
    >
      {columns.map((column, at) => (
        <div
          key={column.key}
          role={at === 0 ? "rowheader" : "gridcell"}
          aria-colindex={at + 1}
          className={classes.cell}
          data-number={column.isNumber || undefined}
          title={row === undefined ? undefined : column.title?.(row)}
        >
          {row === undefined ? <span className={classes.bone} /> : <span className={classes.text}>{column.cell(row)}</span>}
        </div>
      ))}
    </div>
  );
}

/** A row of a grid; drawn again only when something of it has changed, so that a held key stays smooth. */
export const GridRow = memo(Drawn) as typeof Drawn;

/** The index of the row that an event happened in. */
export function rowIndexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest('[role="row"]') : null;
  return row === null ? null : Number(row.getAttribute("aria-rowindex")) - BEFORE - 1;
}
