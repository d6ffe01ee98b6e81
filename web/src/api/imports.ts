import { queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ImportDetail = Got<"/api/v1/imports/{uid}">;
export type ImportBatch = ImportDetail["batch"];
export type ImportSheet = ImportDetail["sheets"][number];
export type ImportMapping = ImportDetail["mapping"];
export type SheetMapping = NonNullable<ImportMapping["sheets"]>[number];
export type ValueFrom = NonNullable<SheetMapping["attributes"]>[number];
export type RelationFrom = NonNullable<SheetMapping["relations"]>[number];
export type Reading = ImportDetail["reading"];
export type ImportRow = Got<"/api/v1/imports/{uid}/rows">["items"][number];
export type UndoEffect = Got<"/api/v1/imports/{uid}/undo">;

export const OUTCOMES = ["create", "update", "unchanged", "conflict", "reject"] as const;
export type Outcome = (typeof OUTCOMES)[number];
const WORKING = ["previewing", "committing", "undoing"];

export function isWorking(batch: ImportBatch): boolean {
  return WORKING.includes(batch.state);
}

export const importsQuery = queryOptions({
  queryKey: ["imports"],
  queryFn: () => body(api.GET("/api/v1/imports")),
});

export const importQuery = (uid: string) =>
  queryOptions({
    queryKey: ["imports", uid],
    queryFn: () => body(api.GET("/api/v1/imports/{uid}", { params: { path: { uid } } })),
  });

export const importRowsQuery = (uid: string, outcome: Outcome | "", limit: number) =>
  queryOptions({
    queryKey: ["imports", uid, "rows", outcome, limit],
    queryFn: () => body(api.GET("/api/v1/imports/{uid}/rows", { params: { path: { uid }, query: { outcome, limit } } })),
  });

export const undoEffectQuery = (uid: string) =>
  queryOptions({
    queryKey: ["imports", uid, "undo"],
    queryFn: () => body(api.GET("/api/v1/imports/{uid}/undo", { params: { path: { uid } } })),
  });

export function uploadImport(file: File): Promise<ImportBatch> {
  return body(
    api.POST("/api/v1/imports", {
      params: { query: { file_name: file.name } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
}

export function mapImport(uid: string, mapping: ImportMapping, reading: Reading, name: string): Promise<ImportDetail> {
  return body(api.PUT("/api/v1/imports/{uid}/mapping", { params: { path: { uid } }, body: { mapping, reading, name } }));
}

export function previewImport(uid: string): Promise<ImportBatch> {
  return body(api.POST("/api/v1/imports/{uid}/preview", { params: { path: { uid } } }));
}

export function commitImport(uid: string, takesConflicts: boolean): Promise<ImportBatch> {
  const wanted = { takes_conflicts: takesConflicts };
  return body(api.POST("/api/v1/imports/{uid}/commit", { params: { path: { uid } }, body: wanted }));
}

export function advanceImport(uid: string): Promise<ImportBatch> {
  return body(api.POST("/api/v1/imports/{uid}/advance", { params: { path: { uid } } }));
}

export function cancelImport(uid: string): Promise<ImportBatch> {
  return body(api.POST("/api/v1/imports/{uid}/cancel", { params: { path: { uid } } }));
}

export async function discardImport(uid: string): Promise<void> {
  await body(api.DELETE("/api/v1/imports/{uid}", { params: { path: { uid } } }));
}

/** What to do where others rest on an import by now. */
export type OnConflict = "refuse" | "skip" | "undo";

export function undoImport(uid: string, onConflict: OnConflict): Promise<ImportBatch> {
  return body(api.POST("/api/v1/imports/{uid}/undo", { params: { path: { uid } }, body: { on_conflict: onConflict } }));
}
