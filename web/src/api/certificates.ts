/** Certificates, and what fails when they expire. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ListedCertificate = Got<"/api/v1/certificates">["items"][number];

export const certificatesQuery = (service = "", limit = 100) =>
  queryOptions({
    queryKey: ["certificates", service, limit],
    queryFn: () => body(api.GET("/api/v1/certificates", { params: { query: { service, limit } } })),
    staleTime: 60_000,
  });
