/** What the address of an impact page says: the question, what is selected, how it is drawn. */
import { useMemo } from "react";

import type { Direction, FailureState, ImpactQuestion } from "../../api/impact";
import { type Grouping, GROUPINGS } from "../../graph/grouping";
import { first, oneOf, type Patch, type Search, useUrlState } from "../../shell/search";

const DIRECTIONS: readonly Direction[] = ["impact", "causes"];
const FAILURES: readonly FailureState[] = ["down", "degraded"];
export const SHOWN_STATES = ["down", "degraded", "at_risk", "up"] as const;
export const VIEWS = ["graph", "table"] as const;

export interface ImpactState {
  question: ImpactQuestion;
  /** The instant that the picture is compared with, or empty. */
  since: string;
  /** The uid of the selected CI, or empty. */
  ci: string;
  /** The key of the selected group, or empty. */
  group: string;
  /** Which of the explaining paths is shown, from 0. */
  path: number;
  grouping: Grouping;
  /** Groups that are drawn as their members. */
  open: readonly string[];
  /** The states that are shown; none means all. */
  states: readonly string[];
  view: (typeof VIEWS)[number];
  look: string;
  sort: string;
}

/** What no longer makes sense when another question is asked. */
const ANSWER: Patch = { ci: null, group: null, path: null, open: null, look: null };

export function stateOf(uid: string, search: Search): ImpactState {
  return {
    question: {
      uid,
      direction: oneOf(search, "direction", DIRECTIONS, "impact"),
      state: oneOf(search, "state", FAILURES, "down"),
      action: first(search, "action"),
      also: search["also"] ?? [],
      scenario: first(search, "scenario"),
      asOf: first(search, "as_of"),
    },
    since: first(search, "since"),
    ci: first(search, "ci"),
    group: first(search, "group"),
    path: Math.max(0, Math.trunc(Number(first(search, "path"))) - 1 || 0),
    grouping: oneOf(search, "grouping", GROUPINGS, "auto"),
    open: search["open"] ?? [],
    states: (search["show"] ?? []).filter((state) => SHOWN_STATES.some((one) => one === state)),
    view: oneOf(search, "view", VIEWS, "graph"),
    look: first(search, "look"),
    sort: first(search, "sort"),
  };
}

export interface ImpactActions {
  ask: (question: Partial<ImpactQuestion>) => void;
  /** Show what came, went or changed since an instant; empty: no more. */
  compareWith: (since: string) => void;
  /** Show the picture of an instant; empty: of now. */
  showAt: (asOf: string) => void;
  selectCI: (uid: string) => void;
  selectGroup: (key: string) => void;
  clear: () => void;
  choosePath: (path: number) => void;
  groupBy: (grouping: Grouping) => void;
  /** Draw the members of a group, of which one is selected. */
  openGroup: (key: string, member: string) => void;
  closeGroups: () => void;
  toggleState: (state: string) => void;
  showAllStates: () => void;
  show: (view: ImpactState["view"]) => void;
  look: (look: string) => void;
  sortBy: (sort: string) => void;
}

/** The state of the page and everything that changes it. */
export function useImpactState(uid: string): [ImpactState, ImpactActions] {
  const [search, change] = useUrlState();
  const state = useMemo(() => stateOf(uid, search), [uid, search]);
  const { open, states } = state;
  const actions: ImpactActions = {
    ask: ({ direction, state: failure, action, also, scenario }) => {
      const more = { ...unless("action", action, ""), ...unless("scenario", scenario, ""), ...(also === undefined ? {} : { also: also.length > 0 ? [...also] : null }) };
      change({ ...ANSWER, ...unless("direction", direction, "impact"), ...unless("state", failure, "down"), ...more }, { push: true });
    },
    compareWith: (since) => { change({ since: since || null }, { push: true }); },
    showAt: (asOf) => { change({ as_of: asOf || null }); },
    selectCI: (ci) => { change({ ci, group: null, path: null }); },
    selectGroup: (group) => { change({ group, ci: null, path: null }); },
    clear: () => { change({ ci: null, group: null, path: null }); },
    choosePath: (path) => { change({ path: path > 0 ? String(path + 1) : null }); },
    groupBy: (grouping) => { change({ ...unless("grouping", grouping, "auto"), open: null, group: null, look: null }, { push: true }); },
    openGroup: (key, member) => { change({ open: [...open, key], group: null, ci: member }, { push: true }); },
    closeGroups: () => { change({ open: null }, { push: true }); },
    toggleState: (wanted) => {
      const chosen = states.includes(wanted) ? states.filter((one) => one !== wanted) : [...states, wanted];
      change({ show: chosen.length === SHOWN_STATES.length ? null : chosen, look: null });
    },
    showAllStates: () => { change({ show: null, look: null }); },
    show: (view) => { change(unless("view", view, "graph"), { push: true }); },
    look: (look) => { change({ look }); },
    sortBy: (sort) => { change({ sort }); },
  };
  return [state, actions];
}

/** A parameter that is left out while it says what is usual; nothing where there is no value. */
function unless(name: string, value: string | undefined, usual: string): Patch {
  return value === undefined ? {} : { [name]: value === usual ? null : value };
}
