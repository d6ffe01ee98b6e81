/** Known unknowns: addresses that no CI has, and how much of the observed connections is explained. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type UnknownPeers = Got<"/api/v1/unknown-peers">;
export type UnknownPeer = UnknownPeers["items"][number];
export type Unknowns = Got<"/api/v1/cis/{uid}/unknowns">;
export type StaleEdge = Unknowns["stale_edges"][number];
export type UnknownProgram = Unknowns["programs"][number];

export const unknownPeersQuery = queryOptions({
  queryKey: ["unknowns"],
  queryFn: () => body(api.GET("/api/v1/unknown-peers", { params: { query: { limit: 500 } } })),
  staleTime: 30_000,
});

/** Of a service what its members talk to; of another CI what its failure can reach. */
export function unknownsQuery(uid: string) {
  return queryOptions({
    queryKey: ["unknowns", uid],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/unknowns", { params: { path: { uid }, query: { limit: 200 } } })),
    staleTime: 30_000,
  });
}
