/** What monitoring says, the health of CIs, and how senders' JSON is read. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { asOfQuery } from "../components/instants";
import { api, body } from "./client";
import type { Got } from "./types";

export type SignalList = Got<"/api/v1/signals">;
export type Signal = SignalList["items"][number];
export type Health = Got<"/api/v1/ci-health/{uid}">;
export type HealthOfCI = Health["needs"][number];
export type SignalBinding = Got<"/api/v1/signal-bindings">["items"][number];
export type SignalMapping = Got<"/api/v1/signal-mappings">["items"][number];
export type MappingWords = Omit<SignalMapping, "name">;

export const SIGNAL_STATES = ["open", "unmatched", "resolved"] as const;
export type SignalState = (typeof SIGNAL_STATES)[number];
export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

const REFRESH_MS = 30_000;
const AT_MOST = 500;

export function signalsQuery(state: SignalState, severity: Severity | "", asOf: string) {
  const query = { state, limit: AT_MOST, ...(severity === "" ? {} : { severity }), ...asOfQuery(asOf) };
  return queryOptions({
    queryKey: ["signals", state, severity, asOf],
    queryFn: () => body(api.GET("/api/v1/signals", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: asOf === "" ? REFRESH_MS : false,
  });
}

/** The signals of an incident, those that are open first. */
export function signalsOfIncidentQuery(incident: string) {
  return queryOptions({
    queryKey: ["signals", "incident", incident],
    queryFn: () => body(api.GET("/api/v1/signals", { params: { query: { incident, limit: AT_MOST } } })),
    refetchInterval: REFRESH_MS,
  });
}

export function healthQuery(uid: string, asOf: string) {
  return queryOptions({
    queryKey: ["signals", "health", uid, asOf],
    queryFn: () => body(api.GET("/api/v1/ci-health/{uid}", { params: { path: { uid }, query: asOfQuery(asOf) } })),
    refetchInterval: asOf === "" ? REFRESH_MS : false,
  });
}

export const bindingsQuery = queryOptions({
  queryKey: ["signals", "bindings"],
  queryFn: () => body(api.GET("/api/v1/signal-bindings")),
});

export const mappingsQuery = queryOptions({
  queryKey: ["signals", "mappings"],
  queryFn: () => body(api.GET("/api/v1/signal-mappings")),
});

export function bindSignals(place: string, ci: string, networkScope: string, reason: string) {
  return body(api.POST("/api/v1/signal-bindings", { body: { place, ci, network_scope: networkScope, reason } }));
}

export async function unbindSignals(uid: string): Promise<void> {
  await body(api.DELETE("/api/v1/signal-bindings/{binding_uid}", { params: { path: { binding_uid: uid } } }));
}

export function resolveSignal(uid: string, reason: string) {
  return body(api.POST("/api/v1/signals/{signal_uid}/resolve", { params: { path: { signal_uid: uid } }, body: { reason } }));
}

export function previewMapping(mapping: MappingWords, sample: string) {
  return body(api.POST("/api/v1/signal-mappings/preview", { body: { mapping, sample } }));
}

export function saveMapping(name: string, mapping: MappingWords) {
  return body(api.PUT("/api/v1/signal-mappings/{name}", { params: { path: { name } }, body: mapping }));
}

export async function removeMapping(name: string): Promise<void> {
  await body(api.DELETE("/api/v1/signal-mappings/{name}", { params: { path: { name } } }));
}
