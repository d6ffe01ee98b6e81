/** Files at records. */
import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { RecordDetail } from "./records";
import type { Got } from "./types";

export type RecordFile = Got<"/api/v1/records/{number}/files">["items"][number];

export const recordFilesQuery = (number: string, revision: number) =>
  queryOptions({
    queryKey: ["records", "files", number, revision],
    queryFn: () => body(api.GET("/api/v1/records/{number}/files", { params: { path: { number } } })),
    placeholderData: (before) => before,
  });

export function addRecordFile(number: string, file: File): Promise<RecordDetail> {
  return body(
    api.POST("/api/v1/records/{number}/files", {
      params: { path: { number }, query: { name: file.name } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
}

export function removeRecordFile(number: string, uid: string): Promise<RecordDetail> {
  return body(api.DELETE("/api/v1/records/{number}/files/{file_uid}", { params: { path: { number, file_uid: uid } } }));
}

/** Where the bytes of a file are, to be saved. */
export function recordFileHref(number: string, { uid }: RecordFile): string {
  return `/api/v1/records/${encodeURIComponent(number)}/files/${encodeURIComponent(uid)}`;
}
