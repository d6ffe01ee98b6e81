import { type KeyboardEvent, type RefObject, useState } from "react";

import { t } from "../../locales/i18n";
import { useShortcut } from "../../shell/shortcuts";
import { type Column, nextSort } from "./column";
import type { GridProps } from "./Grid";
import { moved, type Place } from "./moving";

export interface Scrolling {
  /** How many rows fit on the screen. */
  page: () => number;
  scrollToIndex: (index: number) => void;
  scrollToOffset: (offset: number) => void;
}

interface Walk {
  /** The column of the head that the keyboard is on, -1 while it is on the rows. */
  headColumn: number;
  onKeyDown: (event: KeyboardEvent) => void;
  /** Put the keyboard on a row, as a click does. */
  select: (index: number) => void;
}

/** What Enter and the space bar do on a row or on a column's head. */
function useAct<Row>({ blocks, columns, active, sort = "", ...props }: GridProps<Row>) {
  const onRow = (isOpening: boolean) => {
    const row = blocks.at(active);
    if (row !== undefined) (isOpening ? props.open : props.preview)?.(row);
  };
  const onHead = (column: Column<Row> | undefined) => {
    if (column?.sort !== undefined) props.changeSort?.(nextSort(sort, column.sort));
  };
  return (key: string, headColumn: number): boolean => {
    if (key !== "Enter" && key !== " ") return false;
    if (headColumn < 0) onRow(key === "Enter");
    else onHead(columns[headColumn]);
    return true;
  };
}

/** The keyboard in a grid: it has one tab stop, from which arrows and letters lead through rows and head. */
export function useWalk<Row>(props: GridProps<Row>, scroller: RefObject<HTMLElement | null>, rows: Scrolling): Walk {
  const { active, activate, columns, blocks } = props;
  const [headColumn, setHeadColumn] = useState(-1);
  const act = useAct(props);
  const go = ({ row, column }: Place) => {
    setHeadColumn(row < 0 ? column : -1);
    if (row >= 0) {
      activate(row);
      rows.scrollToIndex(row);
    } else rows.scrollToOffset(0);
  };
  const move = (key: string): boolean => {
    const place = { row: headColumn < 0 ? active : -1, column: Math.max(0, headColumn) };
    const extent = { rows: blocks.total ?? 0, columns: columns.length, page: rows.page() };
    const next = moved(key, place, extent);
    if (next) go(next);
    return next !== null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (move(event.key) || act(event.key, headColumn)) event.preventDefault();
  };
  const walk = (key: string) => {
    scroller.current?.focus();
    move(key);
  };
  useShortcut("j", t("One row down"), () => { walk("j"); });
  useShortcut("k", t("One row up"), () => { walk("k"); });
  const select = (index: number) => {
    setHeadColumn(-1);
    activate(index);
    scroller.current?.focus({ preventScroll: true });
  };
  return { headColumn, onKeyDown, select };
}
