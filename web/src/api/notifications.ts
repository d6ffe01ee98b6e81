/** What people and programs are told of records. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type Wishes = Got<"/api/v1/me/notifications">;
export type NoticeKind = Wishes["kinds"][number];
export type Mode = NoticeKind["mode"];
export type Watchers = Got<"/api/v1/records/{number}/watchers">;
export type Mail = Got<"/api/v1/mail">;
export type WebhookList = Got<"/api/v1/webhooks">;
export type Webhook = WebhookList["items"][number];
export type Notice = Got<"/api/v1/notices">["items"][number];
export type NoticeState = Notice["state"];

export const MODES: readonly Mode[] = ["now", "digest", "never"];
export const NOTICE_STATES: readonly NoticeState[] = ["dead", "waiting", "sent"];
const REFRESH_MS = 30_000;

export interface WebhookIn {
  name: string;
  url: string;
  types: string[];
  kinds: string[];
  is_on: boolean;
}

export const wishesQuery = queryOptions({ queryKey: ["notifications", "mine"], queryFn: () => body(api.GET("/api/v1/me/notifications")) });

export function saveWishes(wanted: Wishes): Promise<Wishes> {
  const { address, time_zone, quiet_from, quiet_until, digest_at } = wanted;
  const modes = Object.fromEntries(wanted.kinds.map(({ name, mode }) => [name, mode]));
  return body(api.PUT("/api/v1/me/notifications", { body: { address, time_zone, quiet_from, quiet_until, digest_at, modes } }));
}

export const watchersQuery = (number: string) =>
  queryOptions({
    queryKey: ["records", "watchers", number],
    queryFn: () => body(api.GET("/api/v1/records/{number}/watchers", { params: { path: { number } } })),
  });

export function watch(number: string, person: string, isWatching: boolean): Promise<Watchers> {
  const params = { path: { number, person } };
  return body(api.PUT("/api/v1/records/{number}/watchers/{person}", { params, body: { is_watching: isWatching } }));
}

export const mailQuery = queryOptions({
  queryKey: ["notifications", "mail"], queryFn: () => body(api.GET("/api/v1/mail")), refetchInterval: REFRESH_MS,
});

export async function testMail(address: string): Promise<void> {
  await body(api.POST("/api/v1/mail/test", { body: { address } }));
}

export const webhooksQuery = queryOptions({ queryKey: ["notifications", "webhooks"], queryFn: () => body(api.GET("/api/v1/webhooks")) });

export const createWebhook = (wanted: WebhookIn) => body(api.POST("/api/v1/webhooks", { body: wanted }));

export function changeWebhook({ webhook_id, revision }: Webhook, wanted: WebhookIn): Promise<Webhook> {
  const params = { path: { webhook_id }, header: { "if-match": `"${String(revision)}"` } };
  return body(api.PUT("/api/v1/webhooks/{webhook_id}", { params, body: wanted }));
}

const at = ({ webhook_id }: Webhook) => ({ params: { path: { webhook_id } } });

export const rotateSecret = (webhook: Webhook) => body(api.POST("/api/v1/webhooks/{webhook_id}/secret", at(webhook)));

export const testWebhook = (webhook: Webhook) => body(api.POST("/api/v1/webhooks/{webhook_id}/test", at(webhook)));

export async function removeWebhook(webhook: Webhook): Promise<void> {
  await body(api.DELETE("/api/v1/webhooks/{webhook_id}", at(webhook)));
}

export const noticesQuery = (state: NoticeState) =>
  queryOptions({
    queryKey: ["notifications", "notices", state],
    queryFn: async () => (await body(api.GET("/api/v1/notices", { params: { query: { state, limit: 200 } } }))).items,
    refetchInterval: REFRESH_MS,
  });

export const resendNotice = ({ notice_id }: Notice) =>
  body(api.POST("/api/v1/notices/{notice_id}/resend", { params: { path: { notice_id } } }));
