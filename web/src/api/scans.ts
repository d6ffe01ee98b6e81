import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { paths } from "./api.gen";
import type { Got } from "./types";

export type Collectors = Got<"/api/v1/collectors">;
export type Collector = Collectors["items"][number];
export type NetworkScope = Collectors["network_scopes"][number];
export type ScanDefinition = Got<"/api/v1/scan-definitions">["items"][number];
export type ScanRun = Got<"/api/v1/scan-runs">["items"][number];
export type ScanRunDetail = Got<"/api/v1/scan-runs/{uid}">;
export type ScanTarget = Got<"/api/v1/scan-runs/{uid}/targets">["items"][number];
export type Attempt = ScanTarget["attempts"][number];
export type ScanFailure = Got<"/api/v1/scan-failures">["items"][number];
export type FailingTarget = ScanFailure["targets"][number];
export type WhyNot = Got<"/api/v1/why-not">;
export type WhyNotPlace = WhyNot["places"][number];
export type CoverageFunnel = Got<"/api/v1/coverage">["items"][number];
type Sent<Path extends "/api/v1/scan-definitions" | "/api/v1/scan-runs"> =
  paths[Path]["post"]["requestBody"]["content"]["application/json"];
export type ScanPlan = Sent<"/api/v1/scan-definitions">;
export type ScanNow = Partial<Sent<"/api/v1/scan-runs">>;

const POLL = 15_000;
const POLL_RUNNING = 1_500;

export const collectorsQuery = queryOptions({
  queryKey: ["collectors"],
  queryFn: () => body(api.GET("/api/v1/collectors")),
  refetchInterval: POLL,
});

export async function saveNetworkScope(name: string, site: string, description: string) {
  await body(api.PUT("/api/v1/network-scopes/{name}", { params: { path: { name } }, body: { site, description } }));
}

export const definitionsQuery = queryOptions({
  queryKey: ["scan-definitions"],
  queryFn: () => body(api.GET("/api/v1/scan-definitions")),
});

export function saveDefinition(uid: string | null, plan: ScanPlan) {
  if (uid === null) return body(api.POST("/api/v1/scan-definitions", { body: plan }));
  return body(api.PUT("/api/v1/scan-definitions/{uid}", { params: { path: { uid } }, body: plan }));
}

export async function removeDefinition(uid: string) {
  await body(api.DELETE("/api/v1/scan-definitions/{uid}", { params: { path: { uid } } }));
}

export function previewScan(plan: ScanPlan) {
  return body(api.POST("/api/v1/scan-preview", { body: plan }));
}

export const RUNS_KEY = ["scan-runs"];

export function runsQuery(limit: number) {
  return queryOptions({
    queryKey: [...RUNS_KEY, limit],
    queryFn: () => body(api.GET("/api/v1/scan-runs", { params: { query: { limit } } })),
    refetchInterval: ({ state }) => (state.data?.items.some((run) => run.state === "running") ? POLL_RUNNING : POLL),
    placeholderData: keepPreviousData,
  });
}

export function runQuery(uid: string) {
  return queryOptions({
    queryKey: ["scan-runs", uid],
    queryFn: () => body(api.GET("/api/v1/scan-runs/{uid}", { params: { path: { uid } } })),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? POLL_RUNNING : false),
  });
}

export const TARGET_STATES = ["inventoried", "reachable", "failed", "silent"] as const;
export type TargetState = "" | (typeof TARGET_STATES)[number];

export function targetsQuery(uid: string, state: TargetState, limit: number, isRunning: boolean) {
  return queryOptions({
    queryKey: ["scan-runs", uid, "targets", state, limit, isRunning],
    queryFn: () => body(api.GET("/api/v1/scan-runs/{uid}/targets", { params: { path: { uid }, query: { state, limit } } })),
    refetchInterval: isRunning ? POLL_RUNNING : false,
    placeholderData: keepPreviousData,
  });
}

export function scanNow(wanted: ScanNow) {
  return body(
    api.POST("/api/v1/scan-runs", { body: { definition_uid: "", ci_uid: "", ranges: [], network_scope: "", ...wanted } }),
  );
}

export async function cancelRun(uid: string) {
  await body(api.POST("/api/v1/scan-runs/{uid}/cancel", { params: { path: { uid } } }));
}

export const failuresQuery = queryOptions({
  queryKey: ["scan-failures"],
  queryFn: () => body(api.GET("/api/v1/scan-failures")),
  refetchInterval: POLL,
});

export function acceptHostKey(networkScope: string, address: string, fingerprint: string) {
  return body(api.POST("/api/v1/host-keys", { body: { network_scope: networkScope, address, fingerprint } }));
}

export function whyNotQuery(q: string) {
  return queryOptions({
    queryKey: ["why-not", q],
    queryFn: () => body(api.GET("/api/v1/why-not", { params: { query: { q } } })),
    enabled: q !== "",
  });
}

export const coverageQuery = queryOptions({
  queryKey: ["coverage"],
  queryFn: () => body(api.GET("/api/v1/coverage")),
});

/** The addresses of a subnet, or of all subnets of a site. */
export type SpotsOf = { network_scope: string; subnet: string } | { site: string };

export function spotsQuery(of: SpotsOf, stage: string) {
  return queryOptions({
    queryKey: ["coverage", of, stage],
    queryFn: () => body(api.GET("/api/v1/coverage/addresses", { params: { query: { ...of, stage } } })),
  });
}

export type SeenStation = Got<"/api/v1/coverage/hardware-addresses">["items"][number];

export function stationsQuery(limit: number) {
  return queryOptions({
    queryKey: ["coverage", "hardware-addresses", limit],
    queryFn: () => body(api.GET("/api/v1/coverage/hardware-addresses", { params: { query: { limit } } })),
    placeholderData: keepPreviousData,
  });
}

export type TrapReceiver = Got<"/api/v1/trap-receivers">["items"][number];

export const trapReceiversQuery = queryOptions({
  queryKey: ["trap-receivers"],
  queryFn: () => body(api.GET("/api/v1/trap-receivers")),
  refetchInterval: POLL,
});
