import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { CSSProperties } from "react";

import { type Column, nextSort, sortingOf } from "./column";
import classes from "./Grid.module.css";

interface Props<Row> {
  id: string;
  columns: readonly Column<Row>[];
  style: CSSProperties;
  sort: string;
  changeSort?: (sort: string) => void;
  /** The column that the keyboard is on, -1 while it is on the rows. */
  activeColumn: number;
}

const MARKS = { ascending: <IconArrowUp size={14} aria-hidden />, descending: <IconArrowDown size={14} aria-hidden />, none: null };

/** The head of a grid: names of columns, and buttons where they can be sorted. The grid has the keyboard. */
export function GridHead<Row>({ id, columns, style, sort, changeSort, activeColumn }: Props<Row>) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.row} style={style}>
        {columns.map((column, index) => {
          const sorting = sortingOf(sort, column);
          const { sort: name } = column;
          return (
            <div
              key={column.key}
              id={`${id}-head-${index}`}
              role="columnheader"
              className={classes.cell}
              aria-colindex={index + 1}
              aria-sort={name === undefined ? undefined : sorting}
              data-number={column.isNumber || undefined}
              data-active={index === activeColumn || undefined}
              title={column.doc}
            >
              {name === undefined || !changeSort ? (
                <span className={classes.label}>{column.label}</span>
              ) : (
                <button type="button" tabIndex={-1} className={classes.label} onClick={() => { changeSort(nextSort(sort, name)); }}>
                  <span className="cut">{column.label}</span> {MARKS[sorting]}
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
