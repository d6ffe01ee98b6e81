/** The one door to the server: typed calls, CSRF header, problems as errors. */
import createClient, { type Middleware } from "openapi-fetch";

import type { paths } from "./api.gen";
import { reportReachable } from "./connection";
import { problemOf, Unreachable } from "./problem";

let csrfToken = "";
let onSignedOut: () => void = () => undefined;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

// The listener asks who is signed in; that this says "nobody" must not make it ask again.
const ASKS_WHO = /\/(session|me)$/;

/** `listener` hears of every answer that says the session has ended. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
  async onResponse({ request, response }) {
    reportReachable(true);
    if (response.ok) return;
    if (response.status === 401 && !ASKS_WHO.test(request.url)) onSignedOut();
    throw await problemOf(response);
  },
  onError({ error }) {
    // What nobody waits for any more was given up here; it says nothing about the server.
    if (error instanceof DOMException && error.name === "AbortError") return error;
    reportReachable(false);
    return new Unreachable(error);
  },
};

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  querySerializer: { array: { style: "form", explode: true } },
});
api.use(guard);

/** The body of an answer; failed calls never come here, the client throws. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
