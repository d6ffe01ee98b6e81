/** What the address of the network map says: what it is of, what is selected, how it is drawn. */
import { useMemo } from "react";

import type { MapQuestion, MapSite } from "../../../api/networkMap";
import { first, oneOf, type Patch, type Search, useUrlState } from "../../../shell/search";

const VIEWS = ["graph", "table"] as const;
/** What a map is of: a site, the devices on none, or all. */
const OF = ["site", "unplaced", "all"] as const;

export interface MapState {
  of: (typeof OF)[number];
  /** The site; "" where the address says nothing. */
  site: string;
  question: Omit<MapQuestion, "site">;
  /** The uid of the selected device, or "". */
  ci: string;
  /** The uid of the device at the other end of the selected link, or "". */
  peer: string;
  /** The key of the selected group, or "". */
  group: string;
  /** Groups that are drawn as their members. */
  open: readonly string[];
  view: (typeof VIEWS)[number];
  look: string;
  sort: string;
}

/** What no longer makes sense when something else is asked for. */
const ANSWER: Patch = { ci: null, peer: null, group: null, open: null, look: null };
/** All that belongs to the map and goes when it is left. */
export const OF_MAP = ["of", "site", "vlan", "subnet", "scope", "as_of", "ci", "peer", "group", "open", "view", "look", "sort"];

export function stateOf(search: Search): MapState {
  return {
    of: oneOf(search, "of", OF, "site"),
    site: first(search, "site"),
    question: { vlan: first(search, "vlan"), subnet: first(search, "subnet"), scope: first(search, "scope"), asOf: first(search, "as_of") },
    ci: first(search, "ci"),
    peer: first(search, "peer"),
    group: first(search, "group"),
    open: search["open"] ?? [],
    view: oneOf(search, "view", VIEWS, "graph"),
    look: first(search, "look"),
    sort: first(search, "sort"),
  };
}

/** The site that is asked for: of several the largest where the address names none. */
export function siteAsked({ of, site }: MapState, sites: readonly MapSite[]): string | null {
  if (of === "unplaced") return "";
  if (of === "all") return null;
  return site || (sites[0]?.site ?? "");
}

export interface MapActions {
  /** Narrow or widen the map: of, site, vlan, subnet, scope; "" for all. */
  ask: (patch: Record<string, string>) => void;
  selectCI: (uid: string) => void;
  selectLink: (uid: string, peer: string) => void;
  selectGroup: (key: string) => void;
  clear: () => void;
  openGroup: (key: string, member: string) => void;
  closeGroups: () => void;
  show: (view: MapState["view"]) => void;
  look: (look: string) => void;
  sortBy: (sort: string) => void;
}

/** The state of the map and everything that changes it. */
export function useMapState(): [MapState, MapActions] {
  const [search, change] = useUrlState();
  const state = useMemo(() => stateOf(search), [search]);
  const select = (patch: Patch) => { change({ ci: null, peer: null, group: null, ...patch }); };
  const actions: MapActions = {
    ask: (patch) => { change({ ...ANSWER, ...Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, value || null])) }, { push: true }); },
    selectCI: (ci) => { select({ ci }); },
    selectLink: (ci, peer) => { select({ ci, peer }); },
    selectGroup: (group) => { select({ group }); },
    clear: () => { select({}); },
    openGroup: (key, member) => { change({ open: [...state.open, key], group: null, peer: null, ci: member }, { push: true }); },
    closeGroups: () => { change({ open: null }, { push: true }); },
    show: (view) => { change({ view: view === "graph" ? null : view }, { push: true }); },
    look: (look) => { change({ look: look || null }); },
    sortBy: (sort) => { change({ sort: sort || null }); },
  };
  return [state, actions];
}
