/** Installed software under the names of the trade, and the rules that name it. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, body } from "./client";
import type { Got } from "./types";

export type ProductList = Got<"/api/v1/software">;
export type Product = ProductList["items"][number];
export type SoftwareStatus = Product["status"];
export type Licence = Product["licence"];
export type ProductDetail = Got<"/api/v1/software/product">;
export type Release = ProductDetail["items"][number];
export type NamingRule = Got<"/api/v1/software/rules">["items"][number];
export type NewRule = Omit<NamingRule, "uid">;
export type SoftwareMachine = Got<"/api/v1/software/machines">["items"][number];

const MOST = 500;

export interface Asked {
  q: string;
  status: SoftwareStatus[];
  licence: Licence[];
}

export const productsQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ["software", "list", asked],
    queryFn: () => body(api.GET("/api/v1/software", { params: { query: { ...asked, limit: MOST } } })),
    placeholderData: keepPreviousData,
  });

export const productQuery = (publisher: string, product: string) =>
  queryOptions({
    queryKey: ["software", "product", publisher, product],
    queryFn: () => body(api.GET("/api/v1/software/product", { params: { query: { publisher, product } } })),
  });

export const machinesQuery = (publisher: string, product: string) =>
  queryOptions({
    queryKey: ["software", "machines", publisher, product],
    queryFn: () => body(api.GET("/api/v1/software/machines", { params: { query: { publisher, product, limit: MOST } } })),
  });

export const namingRulesQuery = queryOptions({
  queryKey: ["software", "rules"],
  queryFn: () => body(api.GET("/api/v1/software/rules")),
});

export const previewRule = (rule: NewRule) => body(api.POST("/api/v1/software/rules/preview", { body: rule }));

export const addRule = (rule: NewRule) => body(api.POST("/api/v1/software/rules", { body: rule }));

export const takeBackRule = (uid: string) =>
  body(api.DELETE("/api/v1/software/rules/{rule_uid}", { params: { path: { rule_uid: uid } } }));

export type SupportList = Got<"/api/v1/software-support">;
export type SupportLine = SupportList["items"][number];

export const supportQuery = queryOptions({
  queryKey: ["software", "support"],
  queryFn: () => body(api.GET("/api/v1/software-support", { params: { query: { limit: MOST } } })),
});

export const supportMachinesQuery = ({ publisher, product, cycle }: Pick<SupportLine, "publisher" | "product" | "cycle">) =>
  queryOptions({
    queryKey: ["software", "support", publisher, product, cycle],
    queryFn: () => body(api.GET("/api/v1/software-support/machines", { params: { query: { publisher, product, cycle } } })),
  });

export const supportOfQuery = (uid: string) =>
  queryOptions({
    queryKey: ["software", "support of", uid],
    queryFn: () => body(api.GET("/api/v1/cis/{uid}/support", { params: { path: { uid } } })),
  });
