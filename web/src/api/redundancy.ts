/** The audit of redundancy. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type AuditedGroup = Got<"/api/v1/redundancy-audit">["items"][number];

export const redundancyQuery = queryOptions({
  queryKey: ["redundancy"],
  queryFn: () => body(api.GET("/api/v1/redundancy-audit")),
  staleTime: 30_000,
  refetchInterval: ({ state }) => (typeof state.data?.progress === "number" ? 1_000 : false),
});
