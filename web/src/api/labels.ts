/** Labels to print: of assets, places, or tags that nothing has yet. */
import { queryOptions } from "@tanstack/react-query";

import { type AssetFilters, askedOf } from "./assets";
import { api, body } from "./client";
import type { Got } from "./types";

export type Sheet = Got<"/api/v1/label-sheets">["items"][number];

/** What labels are of: some records, some places, tags from one on, or all assets that are asked for. */
export type LabelsOf =
  | { kind: "numbers"; numbers: readonly string[] }
  | { kind: "places"; places: readonly string[] }
  | { kind: "tags"; first: string; count: number }
  | { kind: "filter"; filters: AssetFilters };

export interface Printing {
  sheet: string;
  symbol: "qr" | "code128";
  content: "tag" | "page";
  start: number;
  copies: number;
}

export const labelSheetsQuery = queryOptions({
  queryKey: ["label-sheets"],
  queryFn: async () => (await body(api.GET("/api/v1/label-sheets"))).items,
  staleTime: Infinity,
});

function named(of: LabelsOf) {
  switch (of.kind) {
    case "numbers": return { number: [...of.numbers] };
    case "places": return { place: [...of.places] };
    case "tags": return { first_tag: of.first, tag_count: of.count };
    case "filter": return askedOf(of.filters);
  }
}

/** The PDF. */
export function printLabels(of: LabelsOf, how: Printing): Promise<Blob> {
  const query = { ...named(of), ...how, address: window.location.origin };
  return body(api.GET("/api/v1/asset-labels", { params: { query }, parseAs: "blob" }));
}
