/** Contracts: their terms. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { RecordDetail } from "./records";
import type { Got } from "./types";

export type ContractTerm = Got<"/api/v1/contracts/{number}/terms">["items"][number];

export const contractTermsQuery = ({ number, revision }: Pick<RecordDetail, "number" | "revision">) =>
  queryOptions({
    queryKey: ["records", "contract-terms", number, revision],
    queryFn: () => body(api.GET("/api/v1/contracts/{number}/terms", { params: { path: { number } } })),
    placeholderData: keepPreviousData,
  });
