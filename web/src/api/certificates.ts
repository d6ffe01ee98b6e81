/** Certificates, and what fails when they expire. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ListedCertificate = Got<"/api/v1/certificates">["items"][number];

export const certificatesQuery = (service = "") =>
  queryOptions({
    queryKey: ["certificates", service],
    queryFn: () => body(api.GET("/api/v1/certificates", { params: { query: { service } } })),
    staleTime: 60_000,
  });
