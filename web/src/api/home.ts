import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type HomePanel = Got<"/api/v1/home">["panels"][number];

/** What waits for whoever is logged in. */
export const homeQuery = queryOptions({
  queryKey: ["records", "home"],
  queryFn: async () => (await body(api.GET("/api/v1/home"))).panels,
  refetchInterval: 30_000,
});
