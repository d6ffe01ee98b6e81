import { useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { mapQuery, type MapQuestion, mapSitesQuery, type NetworkMap } from "../../../api/networkMap";
import { AppLink } from "../../../components/AppLink";
import { AsOfBanner } from "../../../components/AsOf";
import { Empty, Loaded } from "../../../components/PageState";
import { useSchema } from "../../../components/schema";
import { focusOn, linkBetween, NO_FOCUS, sceneOf } from "../../../graph/scene";
import { useLayout } from "../../../graph/useLayout";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";
import { hrefOf } from "../../../shell/search";
import { useShortcut } from "../../../shell/shortcuts";
import { DARK, LIGHT } from "../../../theme/tokens";
import impact from "../../impact/Impact.module.css";
import { useSame } from "../../impact/useSame";
import classes from "./Map.module.css";
import { Filters, SiteChoice, View } from "./MapFilters";
import { graphOfMap, linksByEnds, wordsOf } from "./mapGraph";
import { MapPicture } from "./MapPicture";
import { MapSide } from "./MapSide";
import { MapTable } from "./MapTable";
import { type MapActions, type MapState, siteAsked, useMapState } from "./urlState";

const NO_TOTALS: ReadonlyMap<number, number> = new Map();
const WIDE = { vlan: "", subnet: "", scope: "" };

function isNarrowed(question: MapQuestion): boolean {
  return question.vlan !== "" || question.subnet !== "" || question.scope !== "";
}

/** The classes that a class inherits from, the nearest first. */
function useAncestors() {
  const schema = useSchema();
  return useMemo(() => {
    const parents = new Map(schema?.classes.map((one) => [one.name, one.parents]));
    return (ciClass: string) => parents.get(ciClass) ?? [];
  }, [schema]);
}

/** The drawn map: laid out anew when its content or its groups change. */
function useSubject(map: NetworkMap, key: string, { ci, peer, group, open }: MapState) {
  const ancestors = useAncestors();
  const devices = useMemo(() => new Map(map.devices.map((device) => [device.uid, device])), [map.devices]);
  const links = useMemo(() => linksByEnds(map.links), [map.links]);
  const graph = useMemo(() => graphOfMap(map, key, ancestors), [map, key, ancestors]);
  const words = useMemo(() => wordsOf(map.devices, links), [map.devices, links]);
  const wish = useSame({ grouping: "bundle" as const, open: [...open], pinned: [ci, peer].filter((uid) => devices.get(uid)?.attached_to), single: [], states: [] });
  const { drawn, error } = useLayout(graph, wish);
  const scene = useMemo(() => drawn && sceneOf(drawn, NO_TOTALS, "impact", words), [drawn, words]);
  const focus = useMemo(() => {
    if (!scene || !(ci || group)) return NO_FOCUS;
    return { ...focusOn(scene, ci || group, []), link: peer ? linkBetween(scene, ci, peer) : -1 };
  }, [scene, ci, group, peer]);
  const tokens = useComputedColorScheme("light") === "dark" ? DARK : LIGHT;
  const subject = useMemo(() => scene && { scene, focus, tokens }, [scene, focus, tokens]);
  return { devices, links, subject, error };
}

interface ShownProps {
  map: NetworkMap;
  question: MapQuestion;
  state: MapState;
  actions: MapActions;
  site: React.ReactNode;
}

/** A map with its filters, as picture or table, and what is selected beside it. */
function Shown({ map, question, state, actions, site }: ShownProps) {
  const { devices, links, subject, error } = useSubject(map, JSON.stringify(question), state);
  const isTable = state.view === "table";
  useShortcut("t", t("Show as table or as map"), () => { actions.show(isTable ? "graph" : "table"); });
  const props = { map, devices, links, state, actions };
  return (
    <div className={classes.page}>
      <div className={classes.filters}>
        {site}
        <Filters map={map} state={state} actions={actions} />
        <div className={classes.end}><View subject={subject} question={question} state={state} actions={actions} /></div>
      </div>
      {map.devices.length === 0 ? (
        <div className="panel"><Nothing isNarrowed={isNarrowed(question)} widen={() => { actions.ask(WIDE); }} /></div>
      ) : (
        <div className={classes.main}>
          <div className={impact.picture}>
            {isTable ? <MapTable {...props} /> : <MapPicture {...props} subject={subject} error={error} />}
            <Summary map={map} state={state} actions={actions} />
          </div>
          <MapSide {...props} scene={subject?.scene ?? null} />
        </div>
      )}
    </div>
  );
}

function Widen({ widen }: { widen: () => void }) {
  return <button type="button" className="textbutton" onClick={widen}>{t("Clear the filters")}</button>;
}

/** Why there is nothing to see, and what to do. */
function Nothing({ isNarrowed, widen }: { isNarrowed: boolean; widen: () => void }) {
  if (isNarrowed) return <Empty action={<Widen widen={widen} />}>{t("No device here is in this VLAN, subnet and network scope.")}</Empty>;
  return <Empty action={<AppLink href={hrefOf("/discovery", { tab: "scans" })}>{t("Scan a network")}</AppLink>}>{t("No device is known here yet.")}</Empty>;
}

/** How much is drawn, and what is left out: nothing is hidden without saying so. */
function Summary({ map, state, actions }: Pick<ShownProps, "map" | "state" | "actions">) {
  const unlinked = map.layers.find(({ layer }) => layer === null)?.devices ?? 0;
  return (
    <div className={impact.summary}>
      <span className="dim">
        {t("{devices, plural, one {# device} other {# devices}}, {links, plural, one {# link} other {# links}}", { devices: map.devices.length, links: map.links.length })}
      </span>
      {unlinked > 0 && <span className="dim">{t("{count} without a known link", { count: formatNumber(unlinked) })}</span>}
      {map.hidden > 0 && <span className="state" data-state="degraded"><span aria-hidden="true">▲</span> {t("{count} further out are left out: ask for a VLAN or a subnet", { count: formatNumber(map.hidden) })}</span>}
      {map.links.length === 0 && <AppLink href={hrefOf("/discovery", { tab: "scans" })}>{t("No link is known: scan the switches")}</AppLink>}
      {state.open.length > 0 && (
        <span>
          {t("{count, plural, one {# group} other {# groups}} opened", { count: state.open.length })}{" "}
          <button type="button" className="textbutton" onClick={actions.closeGroups}>{t("Close")}</button>
        </span>
      )}
    </div>
  );
}

/** How a site is wired: devices in layers by how far they are from the way out, and the ports at the ends of their links. */
export function MapTab() {
  const [state, actions] = useMapState();
  const sites = useQuery(mapSitesQuery(state.question.asOf));
  return (
    <div className={classes.page}>
      <AsOfBanner />
      <Loaded query={sites} what={t("The sites could not be loaded.")}>
        {({ items }) => {
          if (items.length === 0) return <div className="panel"><Nothing isNarrowed={false} widen={actions.clear} /></div>;
          const site = siteAsked(state, items);
          return <MapOf question={{ ...state.question, site }} state={state} actions={actions} site={<SiteChoice sites={items} asked={site} actions={actions} />} />;
        }}
      </Loaded>
    </div>
  );
}

function MapOf({ question, state, actions, site }: Omit<ShownProps, "map">) {
  const found = useQuery(mapQuery(question));
  return (
    <div className={classes.page}>
      {/* What the address asks for may be what is wrong: something else can be asked all the same. */}
      {found.isLoadingError && (
        <div className={classes.filters}>
          {site}
          {isNarrowed(question) && <Widen widen={() => { actions.ask(WIDE); }} />}
        </div>
      )}
      <Loaded query={found} what={t("The map could not be loaded.")} lines={12}>
        {(map) => <Shown map={map} question={question} state={state} actions={actions} site={site} />}
      </Loaded>
    </div>
  );
}
