/** Changes while they are carried out, and what they came to beside the plan. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { RecordDetail } from "./records";
import type { Got } from "./types";

export type Implementation = Got<"/api/v1/changes/{number}/implementation">;
export type ImplementationStep = Implementation["steps"][number];
export type ComparedCI = Implementation["cis"][number];
export type RunSignal = Implementation["signals"][number];
export type StepState = "started" | "done" | "failed" | "skipped";

const REFRESH_MS = 10_000;

/** Kept under the revision too; asked for again until it is compared with the plan for good. */
export const implementationQuery = ({ number, revision }: Pick<RecordDetail, "number" | "revision">) =>
  queryOptions({
    queryKey: ["changes", "implementation", number, revision],
    queryFn: () => body(api.GET("/api/v1/changes/{number}/implementation", { params: { path: { number } } })),
    refetchInterval: ({ state: { data } }) => (data?.is_compared ? false : REFRESH_MS),
  });

export function sayOfStep(number: string, turn: number, state: StepState, note: string): Promise<Implementation> {
  return body(api.POST("/api/v1/changes/{number}/steps/{turn}", { params: { path: { number, turn } }, body: { state, note } }));
}
