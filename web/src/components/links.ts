/** Addresses of the application's pages. */
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
