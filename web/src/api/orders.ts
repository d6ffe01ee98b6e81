/** Orders: what of them has come, and receiving it. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type OrderLines = Got<"/api/v1/orders/{number}/lines">;
export type OrderLine = OrderLines["lines"][number];

export const orderLinesQuery = (number: string) =>
  queryOptions({
    queryKey: ["records", "order-lines", number],
    queryFn: () => body(api.GET("/api/v1/orders/{number}/lines", { params: { path: { number } } })),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** A thing that came, and where it lies. */
export interface Receipt {
  line: string;
  tag: string;
  serial: string;
  site: string;
  room: string;
  isInStock: boolean;
  isOverAllowed: boolean;
}

export function receive(number: string, { line, tag, serial, site, room, isInStock, isOverAllowed }: Receipt) {
  const wanted = { line, items: [{ asset_tag: tag, serial_number: serial }], state: isInStock ? ("in_stock" as const) : ("received" as const), site, room, is_over_allowed: isOverAllowed, is_trial: false };
  return body(api.POST("/api/v1/orders/{number}/receipts", { params: { path: { number } }, body: wanted }));
}
