/** The state of a page lives in the URL: plain parameters, each of which may repeat. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type Search = Record<string, string[]>;
export type Patch = Record<string, string | readonly string[] | null>;

export function parseSearch(text: string): Search {
  const search: Search = {};
  for (const [name, value] of new URLSearchParams(text)) (search[name] ??= []).push(value);
  return search;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(search)) {
    for (const value of Array.isArray(values) ? values : [values]) {
      if (typeof value === "string" && value !== "") parameters.append(name, value);
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : "";
}

/** A path with parameters; empty ones are left out. */
export function hrefOf(path: string, search: Patch = {}): string {
  return path + stringifySearch(search);
}

/** The first value of a parameter when it is one of the allowed words, else the fallback. */
export function oneOf<T extends string>(search: Search, name: string, allowed: readonly T[], fallback: T): T {
  const value = search[name]?.[0];
  return allowed.find((word) => word === value) ?? fallback;
}

export function first(search: Search, name: string): string {
  return search[name]?.[0] ?? "";
}

/** The URL's parameters and a function that changes some of them; null removes one. */
export function useUrlState(): [Search, (patch: Patch, options?: { push?: boolean }) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Patch, { push = false } = {}) => {
      void navigate({
        to: ".",
        search: (before: Search) => merged(before, patch),
        replace: !push,
        resetScroll: false,
      } as never);
    },
    [navigate],
  );
  return [search, change];
}

/** The parameters with a patch applied. */
export function merged(before: Search, patch: Patch): Search {
  const after: Search = { ...before };
  for (const [name, value] of Object.entries(patch)) {
    const values = value === null ? [] : typeof value === "string" ? [value] : [...value];
    if (values.length > 0 && values[0] !== "") after[name] = values;
    else Reflect.deleteProperty(after, name);
  }
  return after;
}
