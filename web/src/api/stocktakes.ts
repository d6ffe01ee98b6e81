/** Stock-takes: what is counted, and what was scanned. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { RecordDetail } from "./records";
import type { Got } from "./types";

export type StocktakeCount = Got<"/api/v1/stocktakes/{number}/count">;
export type CountLine = StocktakeCount["lines"][number];

/** A code that somebody scanned, as it is sent; the same one may be sent again. */
export interface Scan {
  uid: string;
  code: string;
  room: string;
  at: string;
}

export const stocktakeCountQuery = ({ number, revision }: Pick<RecordDetail, "number" | "revision">) =>
  queryOptions({
    queryKey: ["records", "count", number, revision],
    queryFn: () => body(api.GET("/api/v1/stocktakes/{number}/count", { params: { path: { number } } })),
    placeholderData: (before) => before,
  });

export async function sendScans(number: string, scans: readonly Scan[]) {
  const sent = scans.map((scan) => ({ ...scan, is_statement: false, note: "" }));
  return (await body(api.POST("/api/v1/stocktakes/{number}/scans", { params: { path: { number } }, body: { scans: sent } }))).items;
}

export type Scanned = Awaited<ReturnType<typeof sendScans>>[number];

export function signStocktake(number: string, text: string): Promise<RecordDetail> {
  return body(api.POST("/api/v1/stocktakes/{number}/sign", { params: { path: { number } }, body: { text } }));
}

export function reportHref(number: string, format: "csv" | "pdf"): string {
  return `/api/v1/stocktakes/${encodeURIComponent(number)}/report?format=${format}`;
}
