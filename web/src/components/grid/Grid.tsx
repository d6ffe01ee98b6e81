import { type MouseEvent, useId, useMemo, useRef } from "react";

import type { Blocks } from "../../api/blocks";
import { useDensity } from "../../shell/display";
import { type Column, rowWidth, tracks } from "./column";
import classes from "./Grid.module.css";
import { GridHead } from "./GridHead";
import { GridRow, rowIndexOf } from "./GridRow";
import { HEAD_PIXELS, useScrolling } from "./scrolling";
import { useWalk } from "./walking";

export interface GridProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  blocks: Blocks<Row>;
  /** The row that the keyboard is on. */
  active: number;
  activate: (index: number) => void;
  /** Enter and double click. */
  open?: (row: Row) => void;
  /** The space bar. */
  preview?: (row: Row) => void;
  sort?: string;
  changeSort?: (sort: string) => void;
  /** Height of a row; else the user's density. */
  rowPixels?: number;
}

/** A table of any length: rows are drawn and fetched as they come into view, the keyboard walks along them. */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, columns, blocks, active, sort = "", changeSort } = props;
  const density = useDensity();
  const pixels = props.rowPixels ?? density.rowPixels;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useScrolling({ scroller, blocks, pixels, active });
  const { headColumn, onKeyDown, select } = useWalk(props, scroller, rows);
  const onClick = ({ target }: MouseEvent) => {
    const index = rowIndexOf(target);
    if (index !== null) select(index);
  };
  const onDoubleClick = ({ target }: MouseEvent) => {
    const row = blocks.at(rowIndexOf(target) ?? -1);
    if (row !== undefined && !(target instanceof Element && target.closest("a"))) props.open?.(row);
  };
  const across = useMemo(() => ({ gridTemplateColumns: tracks(columns), minWidth: rowWidth(columns) }), [columns]);
  const total = blocks.total ?? 0;
  const activeId = headColumn >= 0 ? `${id}-head-${headColumn}` : `${id}-${active}`;
  return (
    <div
      ref={scroller}
      className={classes.grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={blocks.total === undefined ? -1 : total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={headColumn >= 0 || active < total ? activeId : undefined}
      aria-busy={blocks.isOld}
      onKeyDown={onKeyDown}
    >
      <GridHead id={id} columns={columns} style={across} sort={sort} changeSort={changeSort} activeColumn={headColumn} />
      <div
        role="rowgroup" className={classes.body} style={{ height: rows.height, minWidth: across.minWidth }}
        onClick={onClick} onDoubleClick={onDoubleClick}
      >
        {rows.items.map((item) => (
          <GridRow
            key={item.index}
            id={`${id}-${item.index}`}
            index={item.index}
            row={blocks.at(item.index)}
            columns={columns}
            across={across}
            top={item.start - HEAD_PIXELS}
            height={pixels}
            isActive={item.index === active && headColumn < 0}
          />
        ))}
      </div>
    </div>
  );
}
