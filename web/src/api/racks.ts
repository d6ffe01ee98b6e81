/** Racks: what stands at which unit, what is free, and moving devices. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type Rack = Got<"/api/v1/racks/{uid}">;
export type RackSummary = Got<"/api/v1/racks">["items"][number];
export type RackDevice = Rack["mounted"][number];
export type Face = "front" | "rear" | "both";

function at(asOf: string): { as_of?: string } {
  return asOf === "" ? {} : { as_of: asOf };
}

/** Where a device shall stand; no rack: it is taken out. */
export interface Position {
  rack_uid: string | null;
  unit: number | null;
  height_units: number;
  face: Face;
  reason: string;
}

/** The racks in a place by its uid, "" for all; `asOf` "" for now. */
export const racksQuery = (room: string, limit = 500, asOf = "") =>
  queryOptions({
    queryKey: ["racks", "list", room, limit, asOf],
    queryFn: () => body(api.GET("/api/v1/racks", { params: { query: { ...(room === "" ? {} : { room }), limit, ...at(asOf) } } })),
    placeholderData: keepPreviousData,
  });

export const rackQuery = (uid: string, asOf = "") =>
  queryOptions({
    queryKey: ["racks", "rack", uid, asOf],
    queryFn: () => body(api.GET("/api/v1/racks/{uid}", { params: { path: { uid }, query: at(asOf) } })),
  });

export const rackPositionQuery = (uid: string, asOf = "") =>
  queryOptions({
    queryKey: ["racks", "position", uid, asOf],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/rack-position", { params: { path: { uid }, query: at(asOf) } })),
  });

export function moveInRack(uid: string, position: Position) {
  return body(api.PUT("/api/v1/cis/{uid}/rack-position", { params: { path: { uid } }, body: position }));
}
