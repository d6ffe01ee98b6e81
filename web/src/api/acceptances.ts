/** Acceptance by those who hold assets: by a link, one's own, all of them, and the terms. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type Offer = Got<"/api/v1/my-acceptances/{number}">;
export type AcceptanceList = Got<"/api/v1/acceptances">;
export type Acceptance = AcceptanceList["items"][number];
export type Terms = Got<"/api/v1/acceptance-terms">;
export type TermsText = Terms["texts"][number];
export type AcceptanceState = "waiting" | "accepted" | "refused";

export interface Answer {
  is_accepted: boolean;
  name: string;
  reason: string;
  fingerprint: string;
}

const AT_ONCE = 500;

export const myAcceptancesQuery = queryOptions({
  queryKey: ["acceptances", "mine"],
  queryFn: () => body(api.GET("/api/v1/my-acceptances")),
});

export const answerMine = (number: string, answer: Answer) =>
  body(api.PUT("/api/v1/my-acceptances/{number}", { params: { path: { number } }, body: answer }));

export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ["acceptances", "link", token],
    queryFn: () => body(api.POST("/api/v1/acceptance-links/read", { body: { token } })),
  });

export const answerLink = (token: string, answer: Answer) =>
  body(api.POST("/api/v1/acceptance-links/answer", { body: { token, ...answer } }));

export const acceptancesQuery = (state: AcceptanceState) =>
  infiniteQueryOptions({
    queryKey: ["acceptances", "list", state],
    queryFn: ({ pageParam: offset }) => body(api.GET("/api/v1/acceptances", { params: { query: { state, offset, limit: AT_ONCE } } })),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const shown = pages.reduce((sum, { items }) => sum + items.length, 0);
      return shown < total && pages.at(-1)?.items.length ? shown : undefined;
    },
  });

export const askAcceptances = (numbers: string[], isWanted: boolean) =>
  body(api.POST("/api/v1/acceptances", { body: { numbers, is_wanted: isWanted } }));

export const termsQuery = queryOptions({
  queryKey: ["acceptances", "terms"],
  queryFn: () => body(api.GET("/api/v1/acceptance-terms")),
});

export const saveTerms = ({ texts, remind_days, version }: Terms) =>
  body(api.PUT("/api/v1/acceptance-terms", { body: { texts: texts.map(({ name, text, categories }) => ({ name, text, categories })), remind_days, version } }));

export const termsTextQuery = (fingerprint: string) =>
  queryOptions({
    queryKey: ["acceptances", "text", fingerprint],
    queryFn: () => body(api.GET("/api/v1/acceptance-terms/texts/{fingerprint}", { params: { path: { fingerprint } } })),
    staleTime: Infinity,
  });
