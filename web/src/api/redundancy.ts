/** The audit of redundancy. */
import { queryOptions } from "@tanstack/react-query";

import type { Situation } from "../components/instants";
import { api, body } from "./client";
import type { Got } from "./types";

export type AuditedGroup = Got<"/api/v1/redundancy-audit">["items"][number];

export const redundancyQuery = (situation: Situation) =>
  queryOptions({
    queryKey: ["redundancy", situation],
    queryFn: () => body(api.GET("/api/v1/redundancy-audit", { params: { query: situation } })),
    staleTime: 30_000,
    refetchInterval: ({ state }) => (typeof state.data?.progress === "number" ? 1_000 : false),
  });
