/** Assets: what is owned, who has it where, and where that differs from what discovery sees. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { BlockSource } from "./blocks";
import { api, body } from "./client";
import type { RecordDetail } from "./records";
import type { Got } from "./types";

export type Asset = Got<"/api/v1/assets">["items"][number];
export type AssetGaps = Got<"/api/v1/asset-gaps">;
export type UnseenAsset = AssetGaps["assets"][number];
export type Device = AssetGaps["devices"][number];
export type Custody = Got<"/api/v1/assets/{number}/custody">["items"][number];

/** Which assets: what a page says of itself in its address. */
export interface AssetFilters {
  q: string;
  states: readonly string[];
  where: readonly string[];
  /** A date field that is within the days of `first_day` and `last_day`. */
  dates: string;
  first_day: string;
  last_day: string;
  /** Fields that say nothing. */
  without?: readonly string[];
  /** Only what this service needs, by uid; - for what none does. */
  service?: string;
  is_owned?: boolean;
}

export const askedOf = ({ q, states, where, dates, first_day, last_day, without = [], service = "", is_owned }: AssetFilters) =>
  ({ q, state: [...states], where: [...where], dates, first_day, last_day, without: [...without], service, ...(is_owned === undefined ? {} : { is_owned }) });

export const assetsQuery = (filters: AssetFilters, limit: number) =>
  queryOptions({
    queryKey: ["records", "assets", filters, limit],
    queryFn: () => body(api.GET("/api/v1/assets", { params: { query: { ...askedOf(filters), limit } } })),
    placeholderData: keepPreviousData,
  });

/** The same, in blocks as they come into view. */
export const assetsSource = (filters: AssetFilters): BlockSource<Asset> => ({
  key: ["records", "assets", filters],
  load: (offset, limit, signal) => body(api.GET("/api/v1/assets", { params: { query: { ...askedOf(filters), offset, limit } }, signal })),
});

/** Address of the same list as a file. */
export function assetsExport(filters: AssetFilters, format: "csv" | "xlsx"): string {
  const parameters = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(askedOf(filters))) for (const one of [value].flat()) if (one !== "") parameters.append(name, String(one));
  return `/api/v1/assets/export?${parameters.toString()}`;
}

export const assetValuesQuery = (of: string) =>
  queryOptions({
    queryKey: ["records", "asset-values", of],
    queryFn: async () => (await body(api.GET("/api/v1/asset-values", { params: { query: { of } } }))).items,
    retry: false,
  });

export const assetsOfCIQuery = (ci: string) =>
  queryOptions({
    queryKey: ["records", "assets-of", ci],
    queryFn: async () => (await body(api.GET("/api/v1/assets", { params: { query: { ci } } }))).items,
  });

export const custodyQuery = ({ number, revision }: Pick<RecordDetail, "number" | "revision">) =>
  queryOptions({
    queryKey: ["records", "custody", number, revision],
    queryFn: async () => (await body(api.GET("/api/v1/assets/{number}/custody", { params: { path: { number } } }))).items,
    placeholderData: keepPreviousData,
  });

export const assetGapsQuery = queryOptions({
  queryKey: ["records", "asset-gaps"],
  queryFn: () => body(api.GET("/api/v1/asset-gaps", { params: { query: { limit: 200 } } })),
});

/** How a file is read: by which format, and what people said of its columns and words. */
export interface ImportSaid {
  format: string;
  columns: Readonly<Record<string, string>>;
  answers: Readonly<Record<string, string>>;
}

const pairs = (said: Readonly<Record<string, string>>) => Object.entries(said).filter(([, value]) => value !== "").map(([name, value]) => `${name}=${value}`);

export function importAssets(file: File, { format, columns, answers }: ImportSaid, how: { is_trial: boolean; takes_updates: boolean }) {
  return body(
    api.POST("/api/v1/assets/import", {
      params: { query: { ...how, format, column: pairs(columns), answer: pairs(answers) } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
}

export type AssetImport = Awaited<ReturnType<typeof importAssets>>;
export type AssetRows = Awaited<ReturnType<typeof linkAssets>>;

export function assetsFromCIs(uids: string[]) {
  return body(api.POST("/api/v1/assets/from-cis", { body: { uids } }));
}

/** Joins those that are named, or all that one serial number makes sure of. */
export function linkAssets(links: { number: string; ci: string }[]) {
  return body(api.POST("/api/v1/asset-links", { body: { links } }));
}

export type Due = Got<"/api/v1/asset-calendar">["items"][number];

export const assetCalendarQuery = (days: number) =>
  queryOptions({
    queryKey: ["records", "asset-calendar", days],
    queryFn: () => body(api.GET("/api/v1/asset-calendar", { params: { query: { days } } })),
    placeholderData: keepPreviousData,
  });

/** Only for those who may see everything; the page leaves it out for others. */
export const assetWorthQuery = ({ number, revision }: Pick<RecordDetail, "number" | "revision">, on: string) =>
  queryOptions({
    queryKey: ["records", "worth", number, revision, on],
    queryFn: () => body(api.GET("/api/v1/assets/{number}/worth", { params: { path: { number }, query: on === "" ? {} : { on } } })),
    placeholderData: keepPreviousData,
    retry: false,
  });

export type ReportBy = Got<"/api/v1/asset-report">["by"];
export type ReportRow = Got<"/api/v1/asset-report">["rows"][number];

export interface ReportAsked {
  by: ReportBy;
  /** The day, "" for today. */
  on: string;
  category: string;
  isAll: boolean;
}

const reportOf = ({ by, on, category, isAll }: ReportAsked) => ({
  by, ...(on === "" ? {} : { on }), ...(category === "" ? {} : { where: [`category=${category}`] }), ...(isAll ? {} : { is_owned: true }),
});

export const assetReportQuery = (asked: ReportAsked) =>
  queryOptions({
    queryKey: ["records", "asset-report", asked],
    queryFn: () => body(api.GET("/api/v1/asset-report", { params: { query: reportOf(asked) } })),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Address of the same report as a file. */
export function reportExport(asked: ReportAsked, format: "csv" | "xlsx" | "pdf"): string {
  const parameters = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(reportOf(asked))) for (const one of [value].flat()) parameters.append(name, String(one));
  return `/api/v1/asset-report/export?${parameters.toString()}`;
}
