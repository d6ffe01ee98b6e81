/** Addresses of the application's pages. */
import type { RecordRow } from "../api/records";
import { hrefOf, type Patch } from "../shell/search";

export function ciHref(uid: string, search: Patch = {}): string {
  return hrefOf(`/cis/${encodeURIComponent(uid)}`, search);
}

export function cisHref(filters: Patch = {}): string {
  return hrefOf("/cis", filters);
}

export function impactHref(uid: string, search: Patch = {}): string {
  return hrefOf(`/impact/${encodeURIComponent(uid)}`, search);
}

/** Where records of a type are listed. */
export function recordsHref(type: string): string {
  return `/${type}s`;
}

export function recordHref({ number, type }: Pick<RecordRow, "number" | "type">): string {
  return `${recordsHref(type)}/${encodeURIComponent(number)}`;
}
