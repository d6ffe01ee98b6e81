/** Saved views: names for addresses of the list. This browser keeps them. */
import { useSyncExternalStore } from "react";

import { type Search, stringifySearch } from "../../shell/search";
import { PLACE } from "./filters";

export interface View {
  name: string;
  /** The query string: filters, columns, sort and density. */
  search: string;
}

const KEY = "plumbline.views";
const listeners = new Set<() => void>();
let read: { text: string | null; views: readonly View[] } = { text: null, views: [] };

function isView(value: unknown): value is View {
  return typeof value === "object" && value !== null && "name" in value && "search" in value
    && typeof value.name === "string" && typeof value.search === "string";
}

function parsed(text: string | null): View[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter(isView) : [];
  } catch {
    return []; // Something else wrote there; the next save puts it right.
  }
}

function current(): readonly View[] {
  const text = localStorage.getItem(KEY);
  if (text !== read.text) read = { text, views: parsed(text) };
  return read.views;
}

function keep(views: readonly View[]): void {
  localStorage.setItem(KEY, JSON.stringify(views));
  for (const listener of listeners) listener();
}

/** The views with one more, in the order of their names. */
export function savedWith(views: readonly View[], view: View): View[] {
  return [...views.filter(({ name }) => name !== view.name), view].sort((a, b) => a.name.localeCompare(b.name));
}

/** The address of a list without the place in it. */
export function withoutPlace(search: Search): string {
  return stringifySearch(Object.fromEntries(Object.entries(search).filter(([name]) => !PLACE.includes(name))));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

export function useViews(): { views: readonly View[]; save: (view: View) => void; remove: (name: string) => void } {
  const views = useSyncExternalStore(subscribe, current);
  const save = (view: View) => { keep(savedWith(views, view)); };
  const remove = (name: string) => { keep(views.filter((view) => view.name !== name)); };
  return { views, save, remove };
}
