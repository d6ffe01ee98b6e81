/** Whether services work, and how well they worked in the last thirty days. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ServiceStatusList = Got<"/api/v1/service-status">;
export type ServiceStatus = ServiceStatusList["items"][number];
export type ServiceStatusDetail = Got<"/api/v1/cis/{uid}/service-status">;
export type Trouble = ServiceStatusDetail["intervals"][number];

const REFRESH_MS = 30_000;

export const serviceStatusListQuery = queryOptions({
  queryKey: ["service-status", "list"],
  queryFn: () => body(api.GET("/api/v1/service-status")),
  refetchInterval: REFRESH_MS,
});

export const serviceStatusQuery = (uid: string) =>
  queryOptions({
    queryKey: ["service-status", "one", uid],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/service-status", { params: { path: { uid } } })),
    refetchInterval: REFRESH_MS,
  });
