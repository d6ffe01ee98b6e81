/** Meetings of the board of changes and their minutes. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type MeetingHead = Got<"/api/v1/board-meetings">["items"][number];
export type Meeting = Got<"/api/v1/board-meetings/{meeting_id}">;
export type Point = Meeting["points"][number];

export interface Said {
  held_at: string;
  chair: string;
  present: string[];
  points: { change: string; note: string }[] | null;
  remarks: string;
}

const REFRESH_MS = 30_000;

/** Meetings, the newest first; only those with a change on their agenda where it is named. */
export const meetingsQuery = (change = "") =>
  queryOptions({
    queryKey: ["board-meetings", "list", change],
    queryFn: async () => (await body(api.GET("/api/v1/board-meetings", { params: { query: { change } } }))).items,
  });

export const meetingQuery = (id: string) =>
  queryOptions({
    queryKey: ["board-meetings", "one", id],
    queryFn: () => body(api.GET("/api/v1/board-meetings/{meeting_id}", { params: { path: { meeting_id: id } } })),
    refetchInterval: REFRESH_MS,
  });

/** The minutes as they are now. */
export function readMeeting(id: string): Promise<Meeting> {
  return body(api.GET("/api/v1/board-meetings/{meeting_id}", { params: { path: { meeting_id: id } } }));
}

export function openMeeting(said: Said): Promise<Meeting> {
  return body(api.POST("/api/v1/board-meetings", { body: said }));
}

const read = ({ meeting_id, revision }: Meeting) => ({ path: { meeting_id }, header: { "if-match": `"${revision}"` } });

/** Writes the minutes that were read; refused when somebody else wrote them meanwhile. */
export function writeMinutes(meeting: Meeting, said: Said): Promise<Meeting> {
  return body(api.PUT("/api/v1/board-meetings/{meeting_id}", { params: read(meeting), body: said }));
}

export function closeMinutes(meeting: Meeting): Promise<Meeting> {
  return body(api.POST("/api/v1/board-meetings/{meeting_id}/closing", { params: read(meeting) }));
}

export async function discardMeeting({ meeting_id }: Meeting): Promise<void> {
  await api.DELETE("/api/v1/board-meetings/{meeting_id}", { params: { path: { meeting_id } } });
}
