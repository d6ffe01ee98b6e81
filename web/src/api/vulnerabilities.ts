/** Vulnerabilities of what is installed, the tables that tell of them, and risks that are accepted. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type VulnerabilityList = Got<"/api/v1/vulnerabilities">;
export type Vulnerability = VulnerabilityList["items"][number];
export type Severity = Vulnerability["severity"];
export type VulnerabilityDetail = Got<"/api/v1/vulnerabilities/{cve}">;
export type OnCI = Got<"/api/v1/cis/{uid}/vulnerabilities">["items"][number];
export type TableList = Got<"/api/v1/vulnerability-tables">;
export type VulnerabilityTable = TableList["items"][number];
export type Accepted = Got<"/api/v1/vulnerability-exceptions">["items"][number];

const MOST = 500;
const FOLLOWED_EVERY = 2_000;
const KEY = "vulnerabilities";

export interface Asked {
  q: string;
  severity: Severity[];
  service: string;
  site: string;
  fixed: boolean | undefined;
  accepted: boolean | undefined;
}

export const vulnerabilitiesQuery = (asked: Asked) =>
  queryOptions({
    queryKey: [KEY, "list", asked],
    queryFn: () => body(api.GET("/api/v1/vulnerabilities", { params: { query: { ...asked, limit: MOST } } })),
    placeholderData: keepPreviousData,
  });

export const vulnerabilityQuery = (cve: string) =>
  queryOptions({
    queryKey: [KEY, "one", cve],
    queryFn: () => body(api.GET("/api/v1/vulnerabilities/{cve}", { params: { path: { cve }, query: { limit: MOST } } })),
  });

export const vulnerabilitiesOfQuery = (uid: string) =>
  queryOptions({
    queryKey: [KEY, "of", uid],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/vulnerabilities", { params: { path: { uid }, query: { limit: MOST } } })),
  });

/** The tables; asked again while one of them comes in. */
export const tablesQuery = queryOptions({
  queryKey: [KEY, "tables"],
  queryFn: () => body(api.GET("/api/v1/vulnerability-tables")),
  refetchInterval: ({ state }) => (state.data?.items.some((table) => table.state === "running") ? FOLLOWED_EVERY : false),
});

export const acceptedQuery = queryOptions({
  queryKey: [KEY, "accepted"],
  queryFn: () => body(api.GET("/api/v1/vulnerability-exceptions")),
});

export const importTable = (file: File) =>
  body(
    api.POST("/api/v1/vulnerability-tables", {
      params: { query: { name: file.name } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );

export const acceptVulnerability = (cve: string, reason: string, until: string) =>
  body(api.POST("/api/v1/vulnerability-exceptions", { body: { cve, ci_uid: "", reason, until } }));

export const withdrawException = (uid: string) =>
  body(api.DELETE("/api/v1/vulnerability-exceptions/{exception_uid}", { params: { path: { exception_uid: uid } } }));
