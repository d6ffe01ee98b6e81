/** Addresses of services. */
import { hrefOf, type Patch } from "../../shell/search";

export function serviceHref(uid: string, search: Patch = {}): string {
  return hrefOf(`/services/${encodeURIComponent(uid)}`, search);
}
