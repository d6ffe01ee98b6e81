import { CloseButton, Select } from "@mantine/core";

import type { ServiceEdge, ServiceNode } from "../../api/services";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { impactHref } from "../../components/links";
import { StatusLook } from "../../components/Look";
import { ruleWords } from "../../graph/words";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import own from "../discovery/map/Map.module.css";
import classes from "../impact/Impact.module.css";
import { Inspector } from "./Inspector";
import { apart, beside, type Narrowed } from "./serviceGraph";
import type { MapActions, MapState } from "./urlState";
import { edgeWords, memberWords } from "./words";

interface Props {
  shown: Narrowed;
  nodes: ReadonlyMap<string, ServiceNode>;
  names: ReadonlyMap<string, string>;
  state: MapState;
  actions: MapActions;
  /** The CIs on the way that is shown. */
  way: readonly string[];
}

function Selected({ node, shown, state, actions, way }: Omit<Props, "nodes" | "names"> & { node: ServiceNode }) {
  const origins = shown.nodes.filter(({ uid }) => uid !== node.uid).map(({ uid, name, level }) => ({ value: level === 0 ? "" : uid, label: name }));
  return (
    <section className={classes.selected} aria-label={t("Selected member")}>
      <div className={classes.selectedTitle}>
        <div className="grow">
          <h2 className={classes.whole}><CILink ci={node} /></h2>
          <div className={classes.facts}><StatusLook status={node.status} /> <span className="dim">{memberWords(node)}</span></div>
        </div>
        <CloseButton size={24} aria-label={t("Clear the selection")} onClick={actions.clear} />
      </div>
      {node.group && <p>{ruleWords(node.group)}</p>}
      <p><AppLink href={impactHref(node.uid)}>{t("What depends on it")}</AppLink></p>
      {origins.length > 0 && (
        <Select
          size="xs" label={t("Show the way from")} data={[...new Map(origins.map((one) => [one.value, one])).values()]} value={state.from} searchable allowDeselect={false}
          onChange={(from) => { actions.from(from ?? ""); }}
        />
      )}
      {way.length === 0 && state.from !== "" && <p className="dim">{t("Neither of the two needs the other one.")}</p>}
    </section>
  );
}

interface ListProps {
  title: string;
  edges: readonly ServiceEdge[];
  other: (edge: ServiceEdge) => string;
  names: ReadonlyMap<string, string>;
  peer: string;
  select: (uid: string) => void;
}

function Edges({ title, edges, other, names, peer, select }: ListProps) {
  if (edges.length === 0) return null;
  return (
    <>
      <h3>{title} · {formatNumber(edges.length)}</h3>
      <ul className={classes.members}>
        {edges.map((edge) => (
          <li key={`${edge.type} ${edge.source} ${edge.target} ${edge.through?.uid ?? ""}`}>
            <button type="button" className={own.link} aria-pressed={other(edge) === peer} onClick={() => { select(other(edge)); }}>
              <span>{names.get(other(edge))}</span>
              <span className="dim">{edge.through && `${t("through {name}", { name: edge.through.name })} · `}{edgeWords(edge)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Legend() {
  return (
    <section className={own.list} aria-label={t("Legend")}>
      <h3>{t("Lines")}</h3>
      <ul className={own.lines}>
        <li><svg width="34" height="8" aria-hidden><path className={own.sure} d="M0 4h34" /></svg> {t("Required: without it the left one does not work")}</li>
        <li><svg width="34" height="8" aria-hidden><path className={own.inferred} d="M0 4h34" /></svg> {t("Optional: without it the left one works worse")}</li>
        <li><svg width="34" height="8" aria-hidden><path className={own.stale} d="M0 4h34" /></svg> {t("Less than 80 % sure")}</li>
      </ul>
      <p className="dim">{t("Select a member to see what it needs, what needs it, and why that is believed.")}</p>
    </section>
  );
}

/** What is selected, what it needs and why: the picture for those who do not see it, and the evidence for all. */
export function MapSide({ shown, nodes, names, state, actions, way }: Props) {
  const node = nodes.get(state.ci);
  if (!node) return <aside className={classes.side} aria-label={t("Selection")}><Legend /></aside>;
  const { needs, neededBy } = beside(shown.edges, node.uid);
  const looked = apart([...needs, ...neededBy].filter(({ source, target }) => source === state.peer || target === state.peer));
  const select = (peer: string) => { actions.selectPeer(node.uid, peer); };
  return (
    <aside className={classes.side} aria-label={t("Selection")}>
      {looked.length > 0 ? looked.map((edge) => <Inspector key={edge.through?.uid ?? ""} edge={edge} names={names} asOf={state.asOf} />) : <Selected node={node} shown={shown} state={state} actions={actions} way={way} />}
      <section className={own.list} aria-label={t("Dependencies of the selected member")}>
        {looked.length > 0 && <p><button type="button" className="textbutton" onClick={() => { actions.selectCI(node.uid); }}>{t("Back to {name}", { name: node.name })}</button></p>}
        <Edges title={t("Needs")} edges={needs} other={({ target }) => target} names={names} peer={state.peer} select={select} />
        <Edges title={t("Needed by")} edges={neededBy} other={({ source }) => source} names={names} peer={state.peer} select={select} />
      </section>
    </aside>
  );
}
