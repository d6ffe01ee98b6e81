/** Mail that comes in for records. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type MailIn = Got<"/api/v1/mail-in">;
export type Arrival = Got<"/api/v1/mail-in/arrivals">["items"][number];
export type ArrivalState = Arrival["state"];

export const ARRIVAL_STATES: readonly ArrivalState[] = ["refused", "taken"];
const REFRESH_MS = 30_000;

export const mailInQuery = queryOptions({
  queryKey: ["mail-in", "standing"], queryFn: () => body(api.GET("/api/v1/mail-in")), refetchInterval: REFRESH_MS,
});

export const arrivalsQuery = (state: ArrivalState) =>
  queryOptions({
    queryKey: ["mail-in", "arrivals", state],
    queryFn: async () => (await body(api.GET("/api/v1/mail-in/arrivals", { params: { query: { state, limit: 200 } } }))).items,
    refetchInterval: REFRESH_MS,
  });

export const checkMailbox = () => body(api.POST("/api/v1/mail-in/check"));

export const takeMail = () => body(api.POST("/api/v1/mail-in/take"));

export const takeRefused = ({ arrival_id }: Arrival) =>
  body(api.POST("/api/v1/mail-in/arrivals/{arrival_id}/take", { params: { path: { arrival_id } } }));
