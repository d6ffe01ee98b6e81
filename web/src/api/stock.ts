/** Stock rooms: what lies there of what should. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type StockLevel = Got<"/api/v1/stock-levels">["items"][number];

/** Of one stock room, or of all what is below its minimum. */
export const stockLevelsQuery = (number: string) =>
  queryOptions({
    queryKey: ["records", "stock-levels", number],
    queryFn: async () => (await body(api.GET("/api/v1/stock-levels", { params: { query: { number, is_below: number === "" } } }))).items,
    placeholderData: keepPreviousData,
    retry: false,
  });
