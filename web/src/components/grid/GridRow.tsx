import type { CSSProperties, MouseEvent } from "react";

import type { Column } from "./column";
import classes from "./Grid.module.css";

interface Props<Row> {
  id: string;
  index: number;
  /** Undefined while it is on its way. */
  row: Row | undefined;
  columns: readonly Column<Row>[];
  style: CSSProperties;
  isActive: boolean;
  onClick: (index: number) => void;
  onDoubleClick: (event: MouseEvent, index: number) => void;
}

export function GridRow<Row>({ id, index, row, columns, style, isActive, onClick, onDoubleClick }: Props<Row>) {
  return (
    <div
      id={id}
      role="row"
      className={classes.row}
      style={style}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      data-active={isActive || undefined}
      onClick={() => { onClick(index); }}
      onDoubleClick={(event) => { onDoubleClick(event, index); }}
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
