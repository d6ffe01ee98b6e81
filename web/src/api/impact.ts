import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { asOfQuery } from "../components/instants";
import { api, body } from "./client";

export type Direction = "impact" | "causes";
export type FailureState = "down" | "degraded";

/** The server draws at most this many CIs into one picture; counts and exports are complete. */
export const PICTURE_LIMIT = 5000;
export interface ImpactQuestion {
  uid: string;
  direction: Direction;
  state: FailureState;
  /** What is done to the CI, instead of its state; empty for nothing. */
  action: string;
  /** What fails beside it, each as WORD:uid with down, degraded or an action. */
  also: readonly string[];
  /** The id of the scenario that is asked of; empty for things as they are. */
  scenario: string;
  /** The instant of which the state counts; empty for now. */
  asOf: string;
}

/** The question as parameters of an address; what says nothing is left out. */
function asked({ state, action, also, scenario, asOf }: ImpactQuestion) {
  return {
    state,
    ...(action === "" ? {} : { action }),
    ...(also.length === 0 ? {} : { also: [...also] }),
    ...(scenario === "" ? {} : { scenario }),
    ...asOfQuery(asOf),
  };
}

/** The parts of a question's key that are not its time. */
function keyOf({ uid, direction, state, action, also, scenario }: ImpactQuestion): readonly string[] {
  return ["impact", uid, direction, state, action, also.join(" "), scenario];
}

export function pictureQuery(question: ImpactQuestion) {
  const { uid, direction, asOf } = question;
  const key = keyOf(question);
  return queryOptions({
    queryKey: [...key, asOf],
    queryFn: () =>
      body(
        api.GET("/api/v1/impact/{uid}", {
          params: { path: { uid }, query: { direction, limit: PICTURE_LIMIT, ...asked(question) } },
        }),
      ),
    // While somebody moves in time, the picture stays until the next one is there.
    placeholderData: (before, query) => (query?.queryKey.slice(0, key.length).join() === key.join() ? before : undefined),
    staleTime: 60_000,
  });
}

export function pathsQuery(question: ImpactQuestion, to: string) {
  const { uid, direction, asOf } = question;
  return queryOptions({
    queryKey: [...keyOf(question), asOf, "paths", to],
    queryFn: () => body(api.GET("/api/v1/impact/{uid}/paths", { params: { path: { uid }, query: { to, direction, ...asked(question) } } })),
    enabled: to !== "" && to !== uid,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** On what the result for services hangs, and what redundancy would help. */
export function turningPointsQuery(question: ImpactQuestion) {
  const { uid, asOf } = question;
  return queryOptions({
    queryKey: [...keyOf(question), asOf, "turning-points"],
    queryFn: () => body(api.GET("/api/v1/impact/{uid}/turning-points", { params: { path: { uid }, query: asked(question) } })),
    staleTime: 60_000,
  });
}

/** The table of actions in force. */
export const impactActionsQuery = queryOptions({
  queryKey: ["impact-actions"],
  queryFn: () => body(api.GET("/api/v1/impact-actions")),
  staleTime: 60_000,
});

/** Address of the complete list as a file. */
export function impactExport(question: ImpactQuestion, format: "csv" | "xlsx" | "json"): string {
  const { also = [], ...single } = asked(question);
  const said = new URLSearchParams({ format, direction: question.direction, ...single });
  for (const entry of also) said.append("also", entry);
  return `/api/v1/impact/${encodeURIComponent(question.uid)}/export?${said.toString()}`;
}
