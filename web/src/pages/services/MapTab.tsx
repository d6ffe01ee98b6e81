import { Switch, useComputedColorScheme } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";

import type { ServiceDetail } from "../../api/services";
import { AsOfBanner } from "../../components/AsOf";
import { announce } from "../../components/announce";
import { useOpen } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { Empty, Waiting } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { Time } from "../../components/Time";
import { GraphCanvas } from "../../graph/GraphCanvas";
import type { Box } from "../../graph/model";
import { focusOn, NO_FOCUS, type Scene, sceneOf, uidAt } from "../../graph/scene";
import { useLayout } from "../../graph/useLayout";
import { ruleWords } from "../../graph/words";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useShortcut } from "../../shell/shortcuts";
import { DARK, LIGHT } from "../../theme/tokens";
import own from "../discovery/map/Map.module.css";
import impact from "../impact/Impact.module.css";
import { Segments } from "../impact/Segments";
import { TimeSlider } from "../impact/TimeSlider";
import { useSame } from "../impact/useSame";
import { MapSide } from "./MapSide";
import { MembersTable } from "./MembersTable";
import { graphOfService, narrowed, type Narrowed, wayBetween, WORDS } from "./serviceGraph";
import { type MapActions, type MapState, useMapState } from "./urlState";
import { memberWords } from "./words";

const NO_TOTALS: ReadonlyMap<number, number> = new Map();

/** The picture of what is shown: laid out anew when its content or its groups change. */
function useSubject(shown: Narrowed, key: string, { ci, group, open }: MapState, way: readonly string[]) {
  const graph = useMemo(() => graphOfService(shown, key), [shown, key]);
  const wish = useSame({ grouping: "auto" as const, open: [...open], pinned: [ci].filter(Boolean), single: [], states: [] });
  const { drawn, error } = useLayout(graph, wish);
  const scene = useMemo(() => drawn && sceneOf(drawn, NO_TOTALS, "causes", WORDS), [drawn]);
  const focus = useMemo(() => (scene && (ci || group) ? focusOn(scene, group || ci, way) : NO_FOCUS), [scene, ci, group, way]);
  const tokens = useComputedColorScheme("light") === "dark" ? DARK : LIGHT;
  return { scene, focus, tokens, error };
}

/** Says what is selected, whoever selected it. */
function useSpoken({ ci, group }: MapState, shown: Narrowed): void {
  const said = useRef("");
  useEffect(() => {
    const key = `${ci} ${group}`;
    if (said.current === key) return;
    const isFirst = said.current === "";
    said.current = key;
    const node = shown.nodes.find(({ uid }) => uid === ci);
    if (node) announce([node.name, memberWords(node), node.group ? ruleWords(node.group) : ""].filter(Boolean).join(", "));
    else if (group === "" && !isFirst) announce(t("Nothing selected"));
  }, [ci, group, shown.nodes]);
}

function BoxWords({ scene, box, shown }: { scene: Scene; box: Box; shown: Narrowed }) {
  const node = shown.nodes.find(({ uid }) => uid === uidAt(scene, box));
  if (box.isGroup || !node) {
    return <><strong>{t("{count} × {label}", { count: formatNumber(box.members.length), label: node?.class_label ?? box.label })}</strong><div className="dim">{t("Double-click or Enter shows them all")}</div></>;
  }
  return <><strong className={impact.whole}>{node.name}</strong><div className="dim">{memberWords(node)}</div>{node.group && <div>{ruleWords(node.group)}</div>}</>;
}

interface PictureProps {
  name: string;
  shown: Narrowed;
  state: MapState;
  actions: MapActions;
  subject: ReturnType<typeof useSubject>;
}

function Picture({ name, shown, state, actions, subject: { scene, focus, tokens, error } }: PictureProps) {
  const open = useOpen();
  if (error) return <div className={impact.blank} role="alert"><Empty>{t("The picture could not be laid out: {reason}. The table has the same content.", { reason: error.message })}</Empty></div>;
  if (!scene) return <div className={impact.blank}><Waiting lines={8} /></div>;
  return (
    <GraphCanvas
      scene={scene} focus={focus} tokens={tokens} look={state.look} onLook={actions.look}
      label={t("Map of the service {name}: {count, plural, one {# CI} other {# CIs}}", { name, count: shown.nodes.length })}
      onSelect={(box) => {
        if (!box) actions.clear();
        else if (box.isGroup) actions.selectGroup(box.key);
        else actions.selectCI(uidAt(scene, box) ?? "");
      }}
      onOpen={(box) => {
        if (box.isGroup) actions.openGroup(box.key);
        else open(ciHref(uidAt(scene, box) ?? ""));
      }}
      describe={(box) => <BoxWords scene={scene} box={box} shown={shown} />}
    />
  );
}

/** The map of a service: steps from where it is entered, as picture or table, and why one needs the other. */
export function MapTab({ detail }: { detail: ServiceDetail }) {
  const { service, map } = detail;
  const [state, actions] = useMapState();
  const shown = useMemo(() => narrowed(map, state.q, state.withShared), [map, state.q, state.withShared]);
  const nodes = useMemo(() => new Map(map.nodes.map((node) => [node.uid, node])), [map.nodes]);
  const names = useMemo(() => new Map(map.nodes.map(({ uid, name }) => [uid, name])), [map.nodes]);
  const origin = state.from || service.uid;
  const way = useMemo(() => (state.ci === "" ? [] : wayBetween(shown.edges, origin, state.ci)), [shown.edges, origin, state.ci]);
  const subject = useSubject(shown, `${service.uid} ${state.q} ${String(state.withShared)} ${state.asOf}`, state, way);
  useSpoken(state, shown);
  const isTable = state.view === "table";
  useShortcut("t", t("Show as table or as map"), () => { actions.show(isTable ? "graph" : "table"); });
  return (
    <div className={own.page}>
      <div className={own.filters}>
        <QuickFilter value={state.q} change={actions.filter} label={t("Filter by name, class or machine")} placeholder={t("Filter")} />
        {service.shared > 0 && (
          <Switch
            checked={state.withShared} onChange={(event) => { actions.share(event.currentTarget.checked); }}
            label={t("Show shared infrastructure ({count})", { count: formatNumber(service.shared) })}
          />
        )}
        <div className={own.end}><Segments label={t("Shown as")} value={state.view} choose={actions.show} choices={[["graph", t("Map")], ["table", t("Table")]]} /></div>
      </div>
      <AsOfBanner />
      <TimeSlider uid={service.uid} direction="causes" asOf={state.asOf} showAt={actions.showAt} />
      <div className={own.main}>
        <div className={impact.picture}>
          {isTable ? <MembersTable nodes={shown.nodes} title={t("Members")} /> : <Picture name={service.name} shown={shown} state={state} actions={actions} subject={subject} />}
          <div className={impact.summary}>
            <span className="dim">{t("{shown} of {total} members and {edges, plural, one {# relationship} other {# relationships}}", { shown: formatNumber(shown.nodes.length - 1), total: formatNumber(map.nodes.length - 1), edges: shown.edges.length })}</span>
            {map.is_cut && <span className="state" data-state="degraded"><span aria-hidden="true">▲</span> {t("It has more members than are followed; end it at other services or leave CIs out")}</span>}
            <span className="dim">{t("Data from")} <Time at={map.snapshot_at} isRelative /></span>
          </div>
        </div>
        <MapSide shown={shown} nodes={nodes} names={names} state={state} actions={actions} way={way} />
      </div>
    </div>
  );
}
