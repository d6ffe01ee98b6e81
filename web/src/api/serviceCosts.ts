/** What services cost a year. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { paths } from "./api.gen";
import { api, body } from "./client";
import type { Got } from "./types";

export type ServiceCosts = Got<"/api/v1/service-costs">;
export type ServiceCost = ServiceCosts["items"][number];
export type CostRow = ServiceCosts["rows"][number];
type Asked = NonNullable<paths["/api/v1/service-costs"]["get"]["parameters"]["query"]>;
export type CostRule = NonNullable<Asked["rule"]>;
export type ServiceKind = NonNullable<Asked["of"]>;

/** With the rows behind one service; "-" for what no service rests on. */
export const serviceCostsQuery = (of: ServiceKind, rule: CostRule, service: string) =>
  queryOptions({
    queryKey: ["records", "service-costs", of, rule, service],
    queryFn: () => body(api.GET("/api/v1/service-costs", { params: { query: { of, rule, service } } })),
    placeholderData: keepPreviousData,
  });
