/** Services: what they consist of, how that is defined, what a definition would come to. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { asOfQuery } from "../components/instants";
import { api, body } from "./client";
import type { Values } from "./edits";
import type { Got } from "./types";

export type ListedService = Got<"/api/v1/services">["items"][number];
export type ServiceDetail = Got<"/api/v1/cis/{uid}/service">;
export type ServiceDefinition = NonNullable<ServiceDetail["definition"]>;
export type ServiceMap = ServiceDetail["map"];
export type ServiceNode = ServiceMap["nodes"][number];
export type ServiceEdge = ServiceMap["edges"][number];
export type ServiceEntry = ServiceDefinition["entries"][number];

/** What a service consists of, as it is typed. */
export interface Wanted {
  entries: string[];
  query: string;
  chosen: string[];
  left_out: string[];
  follows: boolean;
}

export const servicesQuery = queryOptions({
  queryKey: ["services"],
  queryFn: () => body(api.GET("/api/v1/services")),
});

/** The services as they were at an instant, "" for now. */
export function servicesThenQuery(asOf: string) {
  if (asOf === "") return servicesQuery;
  return queryOptions({
    queryKey: ["services", asOf],
    queryFn: () => body(api.GET("/api/v1/services", { params: { query: asOfQuery(asOf) } })),
  });
}

/** A service as it was at an instant, "" for now. */
export function serviceQuery(uid: string, asOf: string) {
  return queryOptions({
    queryKey: ["services", uid, asOf],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/service", { params: { path: { uid }, query: asOfQuery(asOf) } })),
    placeholderData: (before) => (before?.service.uid === uid ? before : undefined),
  });
}

/** What a definition would come to; nothing is kept. */
export function previewQuery(service: string | null, wanted: Wanted | null) {
  return queryOptions({
    queryKey: ["service-preview", service, wanted],
    queryFn: () => body(api.POST("/api/v1/service-preview", { body: { ...(wanted ?? NOTHING), service } })),
    enabled: wanted !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export const NOTHING: Wanted = { entries: [], query: "", chosen: [], left_out: [], follows: true };

/** Makes a service with its owners, all of it or nothing; what it consists of is said on its own page. */
export function createService(wanted: { ci_class: string; attributes: Values; owner_uids: string[] }) {
  return body(api.POST("/api/v1/services", { body: { ...wanted, definition: null, reason: "", expires_at: null } }));
}

/** Refused when somebody changed the definition since `revision`. */
export function defineService(uid: string, wanted: Wanted, reason: string, revision: number) {
  const params = { path: { uid }, header: { "If-Match": revision } };
  return body(api.PUT("/api/v1/cis/{uid}/service-definition", { params, body: { ...wanted, reason } }));
}

export async function withdrawDefinition(uid: string, revision: number): Promise<void> {
  const params = { path: { uid }, header: { "If-Match": revision } };
  await body(api.DELETE("/api/v1/cis/{uid}/service-definition", { params }));
}
