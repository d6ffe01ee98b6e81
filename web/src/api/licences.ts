/** What was bought to use software, and whether it covers what is installed. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { paths } from "./api.gen";
import { api, body } from "./client";
import type { Got } from "./types";

export type Position = Got<"/api/v1/licences/position">;
export type Line = Position["lines"][number];
export type Consumed = Line["consumed"][number];
export type Unlicensed = Position["unlicensed"][number];
export type Entitlement = Got<"/api/v1/licences/entitlements">["items"][number];
export type NewEntitlement = paths["/api/v1/licences/entitlements"]["post"]["requestBody"]["content"]["application/json"];
export type ProductNamed = Line["products"][number];
export type Metric = Entitlement["metric"];
export type Scope = Entitlement["scope"];
export type Sheet = paths["/api/v1/licences/entitlements/import"]["post"]["responses"]["200"]["content"]["application/json"];

/** The position of a product (of any publisher without one), of all products without one. */
export const positionQuery = (on: string, publisher = "", product = "") =>
  queryOptions({
    queryKey: ["licences", "position", on, publisher, product],
    queryFn: () => body(api.GET("/api/v1/licences/position", { params: { query: { on, publisher, product } } })),
    placeholderData: keepPreviousData,
  });

/** Where every installation is with what covers it, as a file; of all products, or of one. */
export function evidenceHref(on: string, format: "csv" | "xlsx", of?: Pick<ProductNamed, "publisher" | "product">): string {
  return `/api/v1/licences/position/evidence?${new URLSearchParams({ on, format, ...(of ? { publisher: of.publisher, product: of.product } : {}) }).toString()}`;
}

export const entitlementsQuery = queryOptions({
  queryKey: ["licences", "entitlements"],
  queryFn: async () => (await body(api.GET("/api/v1/licences/entitlements"))).items,
});

export const addEntitlement = (wanted: NewEntitlement) => body(api.POST("/api/v1/licences/entitlements", { body: wanted }));

/** What comes of a table; `metric` is what a seat of Snipe-IT is. */
export const importEntitlements = (file: File, metric: string, isTrial: boolean): Promise<Sheet> =>
  body(
    api.POST("/api/v1/licences/entitlements/import", {
      params: { query: { dry_run: isTrial, metric } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );

/** Its documents: proofs of purchase, terms. */
export const entitlementFilesQuery = (uid: string) =>
  queryOptions({
    queryKey: ["licences", "files", uid],
    queryFn: () => body(api.GET("/api/v1/licences/entitlements/{entitlement_uid}/files", { params: { path: { entitlement_uid: uid } } })),
  });

export const addEntitlementFile = (uid: string, file: File) =>
  body(
    api.POST("/api/v1/licences/entitlements/{entitlement_uid}/files", {
      params: { path: { entitlement_uid: uid }, query: { name: file.name } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );

export const removeEntitlementFile = (uid: string, file: string) =>
  body(api.DELETE("/api/v1/licences/entitlements/{entitlement_uid}/files/{file_uid}", { params: { path: { entitlement_uid: uid, file_uid: file } } }));

/** Where the bytes of a document are, to be saved. */
export const entitlementFileHref = (uid: string, { uid: file }: { uid: string }) =>
  `/api/v1/licences/entitlements/${encodeURIComponent(uid)}/files/${encodeURIComponent(file)}`;

export const removeEntitlement = (uid: string) =>
  body(api.DELETE("/api/v1/licences/entitlements/{entitlement_uid}", { params: { path: { entitlement_uid: uid } } }));

export const showKey = async (uid: string) =>
  (await body(api.POST("/api/v1/licences/entitlements/{entitlement_uid}/key/show", { params: { path: { entitlement_uid: uid } } }))).key;

export type WhatIf = Got<"/api/v1/changes/{number}/licences">;
export type WhatIfDifference = WhatIf["differences"][number];

export interface WhatIfAsked {
  moves?: { machine: string; host: string }[];
  sizes?: { machine: string; processors: { cores: number; model: string }[]; virtual_cores: number }[];
  hosts?: { name: string; processors: { cores: number; model: string }[]; cluster: string }[];
  retired?: string[];
}

export const changeLicencesQuery = (number: string, revision: number) =>
  queryOptions({
    queryKey: ["licences", "of change", number, revision],
    queryFn: () => body(api.GET("/api/v1/changes/{number}/licences", { params: { path: { number } } })),
    retry: false,
  });

export const askWhatIf = (asked: WhatIfAsked) => body(api.POST("/api/v1/licences/what-if", { body: { moves: [], sizes: [], hosts: [], retired: [], ...asked } }));
