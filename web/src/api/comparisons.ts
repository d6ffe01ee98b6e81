/** What differs between two instants. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Filters } from "./cis";
import { api, body } from "./client";
import type { Direction } from "./impact";

const PAGE = 100;

export type Change = "" | "added" | "removed" | "changed";

export interface Compared {
  since: string;
  /** Empty for now. */
  until: string;
  /** Only this CI and all it needs; empty for the list of the filters. */
  service: string;
  filters: Filters;
  change: Change;
}

// The facets are declared with the classes, so the generated type cannot name all filter parameters.
type AnyQuery = { since: string };

/** The CIs that were added, removed or changed, page by page. */
export function comparisonQuery({ since, until, service, filters, change }: Compared) {
  const scope = service === "" ? filters : { service };
  const asked = { since, ...(until && { until }), ...(change && { change }), ...scope, limit: PAGE };
  return infiniteQueryOptions({
    queryKey: ["diff", asked],
    queryFn: ({ pageParam: offset, signal }) =>
      body(api.GET("/api/v1/diff", { params: { query: { ...asked, offset } as unknown as AnyQuery }, signal })),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const shown = pages.reduce((sum, { items }) => sum + items.length, 0);
      return last.items.length > 0 && shown < last.total ? shown : undefined;
    },
    enabled: since !== "",
    placeholderData: keepPreviousData,
  });
}

/** When something of a picture changed. */
export function momentsQuery(uid: string, direction: Direction, since: string) {
  return queryOptions({
    queryKey: ["impact", uid, "moments", direction, since],
    queryFn: () => body(api.GET("/api/v1/impact/{uid}/moments", { params: { path: { uid }, query: { since, direction } } })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
