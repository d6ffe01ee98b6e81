import { useComputedColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";

import { pathsQuery, pictureQuery } from "../../api/impact";
import type { Picture } from "../../api/types";
import { FULL_UP_TO, type Wish } from "../../graph/grouping";
import { graphOf } from "../../graph/model";
import { focusOn, NO_FOCUS, sceneOf } from "../../graph/scene";
import { useLayout } from "../../graph/useLayout";
import { t } from "../../locales/i18n";
import { useShortcut } from "../../shell/shortcuts";
import { DARK, LIGHT } from "../../theme/tokens";
import { type Compared, type ComparedNode, withDifferences } from "./comparing";
import { entriesOf, nodesByUid } from "./entries";
import { pathsOf } from "./explanation";
import { ExportMenu } from "./ExportMenu";
import { GraphPane } from "./GraphPane";
import classes from "./Impact.module.css";
import { Questions } from "./Questions";
import { served } from "./served";
import { SidePanel } from "./SidePanel";
import { Summary } from "./Summary";
import { TablePane } from "./TablePane";
import type { ImpactActions, ImpactState } from "./urlState";
import { useSame } from "./useSame";
import { ViewControls } from "./ViewControls";

const WORST_SHOWN = 40;
const MOST_MARKED = 100;
const PAUSE_MS = 150;

interface Props {
  compared: Compared;
  state: ImpactState;
  actions: ImpactActions;
}

/** The explaining paths of the selected CI; those of another one are not shown for it. */
function usePaths({ question, ci, path }: ImpactState) {
  const [asked] = useDebouncedValue(ci, PAUSE_MS);
  const answer = useQuery(pictureQuery(question));
  // At an instant at which it was not affected a CI has no path; the picture says so, so nobody is asked.
  const isAffected = !answer.isPlaceholderData && (answer.data?.truncated === true || answer.data?.nodes.some(({ uid }) => uid === asked) === true);
  const query = useQuery(pathsQuery(question, isAffected ? asked : ""));
  const paths = useMemo(() => pathsOf(query.data?.paths, ci), [query.data, ci]);
  const uids = useMemo(() => paths[Math.min(path, paths.length - 1)]?.steps.map(({ uid }) => uid) ?? [], [paths, path]);
  const isAnswered = asked === ci && query.isSuccess && !query.isPlaceholderData;
  return { paths, uids, isAnswered, error: query.error, retry: () => void query.refetch() };
}

/** What the layout is asked for. What is selected and its path are never in a group, nor are the worst. */
function useWish(picture: Picture, { ci, grouping, open, states }: ImpactState, path: readonly string[]): Wish {
  const marked = picture.nodes.filter((node: ComparedNode) => node.mark !== undefined).slice(0, MOST_MARKED).map(({ uid }) => uid);
  const hasGroups = grouping !== "none" && (grouping !== "auto" || picture.nodes.length > FULL_UP_TO);
  const worst = picture.affected.filter(({ state }) => state === "down").slice(0, WORST_SHOWN).map(({ uid }) => uid);
  const looked = ci ? [ci, ...path] : [];
  // Where nothing is hidden, a selection asks for no new layout.
  return useSame({ grouping, open: [...open], states: [...states], pinned: hasGroups || states.length > 0 ? looked : [], single: hasGroups ? [...worst, ...marked] : [] });
}

/** Keeps the keyboard in the pane when what had it is gone, as a button that did its work. */
function useKeptFocus({ view, ci, group, open, states }: ImpactState) {
  const pane = useRef<HTMLDivElement>(null);
  const shown = [view, ci, group, ...open, ...states].join(" ");
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    if (document.activeElement === document.body) pane.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [shown]);
  return pane;
}

/** The answer as a picture or table, with the selection and the list beside it. */
export function Answer({ compared, state, actions }: Props) {
  const { picture } = compared;
  const { nodes, edges, levels } = picture;
  const { uid, direction, state: failure, action, also, scenario } = state.question;
  const pictureKey = [uid, direction, failure, action, ...also, scenario, state.since].join(" ");
  const paths = usePaths(state);
  const graph = useMemo(() => graphOf(served(picture), edges, pictureKey), [picture, edges, pictureKey]);
  const { drawn, error } = useLayout(graph, useWish(picture, state, paths.uids));
  const totals = useMemo(() => new Map(levels.map(({ level, count }) => [level, count])), [levels]);
  const scene = useMemo(() => drawn && sceneOf(drawn, totals, direction), [drawn, totals, direction]);
  const selected = state.ci || state.group;
  const focus = useMemo(() => (scene && selected ? focusOn(scene, selected, paths.uids) : NO_FOCUS), [scene, selected, paths.uids]);
  const tokens = useComputedColorScheme("light") === "dark" ? DARK : LIGHT;
  const byUid = useMemo(() => nodesByUid(nodes), [nodes]);
  const entries = useMemo(() => withDifferences(entriesOf(compared.picture, state.states), compared), [compared, state.states]);
  const isTable = state.view === "table";
  const pane = useKeptFocus(state);
  useShortcut("t", t("Show as table or as graph"), () => { actions.show(isTable ? "graph" : "table"); });
  const subject = useMemo(() => scene && { scene, focus, tokens }, [scene, focus, tokens]);
  return (
    <div className={classes.page}>
      <Questions compared={compared} state={state} actions={actions}>
        <ViewControls state={state} actions={actions} />
        <ExportMenu subject={subject} question={state.question} name={byUid.get(state.question.uid)?.name ?? state.question.uid} />
      </Questions>
      <div className={classes.main}>
        <div className={classes.picture} ref={pane}>
          {isTable ? (
            <TablePane picture={picture} nodes={byUid} state={state} actions={actions} />
          ) : (
            <GraphPane subject={subject} error={error} state={state} actions={actions} />
          )}
          <Summary picture={picture} scene={scene} state={state} actions={actions} />
        </div>
        <SidePanel compared={compared} nodes={byUid} entries={entries} scene={scene} state={state} actions={actions} paths={paths} />
      </div>
    </div>
  );
}
