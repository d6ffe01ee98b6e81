import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { asOfQuery } from "../components/instants";
import { stringifySearch } from "../shell/search";
import { api, body } from "./client";
import type { Got } from "./types";

export type NetworkMap = Got<"/api/v1/network-map">;
export type MapDevice = NetworkMap["devices"][number];
export type MapLink = NetworkMap["links"][number];
export type MapCable = MapLink["cables"][number];
export type MapSite = Got<"/api/v1/network-map/sites">["items"][number];

/** What a map is asked for: a site ("" for the devices on none, null for all), a VLAN, a subnet and a network scope; "" for all of these; and of when, "" for now. */
export interface MapQuestion {
  site: string | null;
  vlan: string;
  subnet: string;
  scope: string;
  asOf: string;
}

export function mapSitesQuery(asOf: string) {
  return queryOptions({
    queryKey: ["network-map", "sites", asOf],
    queryFn: () => body(api.GET("/api/v1/network-map/sites", { params: { query: asOfQuery(asOf) } })),
  });
}

function asked({ site, vlan, subnet, scope, asOf }: MapQuestion) {
  return {
    ...(site === null ? {} : { site }),
    // As the address has it: what is no number the server refuses by name.
    ...(vlan === "" ? {} : { vlan: vlan as unknown as number }),
    ...(subnet === "" ? {} : { subnet }),
    ...(scope === "" ? {} : { scope }),
    ...asOfQuery(asOf),
  };
}

export function mapQuery(question: MapQuestion) {
  return queryOptions({
    queryKey: ["network-map", "map", question],
    queryFn: () => body(api.GET("/api/v1/network-map", { params: { query: asked(question) } })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

/** Address of the map as a table, port by port. */
export function mapExport(question: MapQuestion): string {
  const { site, ...rest } = asked(question);
  const text = stringifySearch(Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])));
  // An empty site means the devices on none, so it stays.
  const ofSite = site === undefined ? "" : `${text ? "&" : "?"}site=${encodeURIComponent(site)}`;
  return `/api/v1/network-map/export${text}${ofSite}`;
}
