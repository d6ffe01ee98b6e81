/** What the address of a service map says: what is selected, how it is drawn. */
import { useMemo } from "react";

import { first, oneOf, type Patch, useUrlState } from "../../shell/search";

const VIEWS = ["graph", "table"] as const;

export interface MapState {
  q: string;
  withShared: boolean;
  /** The uid of the selected CI, or "". */
  ci: string;
  /** The uid of the CI at the other end of what is looked at, or "". */
  peer: string;
  /** The uid of the CI from which the way to the selected one is shown, "" for the service. */
  from: string;
  /** The key of the selected group, or "". */
  group: string;
  open: readonly string[];
  view: (typeof VIEWS)[number];
  look: string;
  /** Of when the map is, "" for now. */
  asOf: string;
}

/** All that belongs to the map and goes when it is left. */
export const OF_MAP = ["q", "shared", "ci", "peer", "from", "group", "open", "view", "look", "as_of", "back"];

export interface MapActions {
  filter: (q: string) => void;
  share: (withShared: boolean) => void;
  selectCI: (uid: string) => void;
  selectPeer: (uid: string, peer: string) => void;
  selectGroup: (key: string) => void;
  clear: () => void;
  from: (uid: string) => void;
  openGroup: (key: string) => void;
  show: (view: MapState["view"]) => void;
  look: (look: string) => void;
  showAt: (asOf: string) => void;
}

/** The state of the map and everything that changes it. */
export function useMapState(): [MapState, MapActions] {
  const [search, change] = useUrlState();
  const state = useMemo<MapState>(() => ({
    q: first(search, "q"),
    withShared: first(search, "shared") === "1",
    ci: first(search, "ci"),
    peer: first(search, "peer"),
    from: first(search, "from"),
    group: first(search, "group"),
    open: search["open"] ?? [],
    view: oneOf(search, "view", VIEWS, "graph"),
    look: first(search, "look"),
    asOf: first(search, "as_of"),
  }), [search]);
  const select = (patch: Patch) => { change({ ci: null, peer: null, group: null, ...patch }); };
  const actions: MapActions = {
    filter: (q) => { change({ q: q || null, look: null }); },
    share: (withShared) => { change({ shared: withShared ? "1" : null, look: null }, { push: true }); },
    selectCI: (ci) => { select({ ci }); },
    selectPeer: (ci, peer) => { select({ ci, peer }); },
    selectGroup: (group) => { select({ group }); },
    clear: () => { select({ from: null }); },
    from: (from) => { change({ from: from || null }); },
    openGroup: (key) => { change({ open: [...state.open, key], group: null }, { push: true }); },
    show: (view) => { change({ view: view === "graph" ? null : view }, { push: true }); },
    look: (look) => { change({ look: look || null }); },
    showAt: (asOf) => { change({ as_of: asOf || null }); },
  };
  return [state, actions];
}
