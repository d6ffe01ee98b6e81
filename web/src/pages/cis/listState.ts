/** What the URL says of the list, and changing it. */
import { useLocation } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";

import type { Filters } from "../../api/cis";
import type { Schema } from "../../api/types";
import { toggled } from "../../components/facets/choosing";
import { DENSITIES, type Density, useDensity } from "../../shell/display";
import { first, type Patch, useUrlState } from "../../shell/search";
import { type ColumnChoice, columnChoice, shownColumns, sortOf } from "./columnChoice";
import { cleared, filtersOf } from "./filters";

const SETTLED_MS = 300;

// Where the keyboard was in each entry of the browser's history, for the way back before the URL had settled.
const places = new Map<string, number>();

export interface ListState {
  filters: Filters;
  hasFilters: boolean;
  sort: string;
  choice: ColumnChoice;
  columns: string[];
  /** The density that the URL asks for; null for the user's own. */
  density: Density | null;
  isPreviewing: boolean;
  change: (patch: Patch, options?: { push?: boolean }) => void;
  toggle: (name: string, value: string) => void;
  clear: () => void;
}

export function useListState(schema: Schema): ListState {
  const [search, change] = useUrlState();
  const filters = useMemo(() => filtersOf(search), [search]);
  const choice = columnChoice(schema, filters.ci_class ?? []);
  const density = DENSITIES.find((one) => one === first(search, "density")) ?? null;
  return {
    filters,
    hasFilters: Object.keys(filters).length > 0,
    sort: sortOf(schema, first(search, "sort")),
    choice,
    columns: shownColumns(choice, first(search, "columns")),
    density,
    isPreviewing: first(search, "preview") === "1",
    change,
    toggle: (name, value) => {
      change({ [name]: toggled(filters[name] ?? [], value), row: null }, { push: true });
    },
    clear: () => { change(cleared(search), { push: true }); },
  };
}

/** The row that the keyboard is on: at once here, in the URL when it has settled. */
export function useActiveRow(question: string): [number, (index: number) => void] {
  const [search, change] = useUrlState();
  const entry = useLocation({ select: ({ state }) => state.__TSR_key ?? "" });
  const inUrl = Math.max(0, Math.trunc(Number(first(search, "row"))) || 0);
  const [[askedFor, active], setActive] = useState<[string, number]>([question, places.get(entry) ?? inUrl]);
  if (askedFor !== question) setActive([question, inUrl]);
  useEffect(() => {
    if (active === inUrl) return;
    const timer = setTimeout(() => { change({ row: active === 0 ? null : String(active) }); }, SETTLED_MS);
    return () => { clearTimeout(timer); };
  }, [active, inUrl, change]);
  const activate = (index: number) => {
    places.set(entry, index);
    setActive([question, index]);
  };
  return [active, activate];
}

/** Height of rows: as the URL says, else as the user likes it. */
export function useRowPixels(density: Density | null): number {
  const own = useDensity();
  return density === null ? own.rowPixels : { compact: 26, normal: 30, comfortable: 38 }[density];
}
