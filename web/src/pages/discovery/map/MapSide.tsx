import { CloseButton } from "@mantine/core";

import type { MapCable, MapDevice, MapLink, NetworkMap } from "../../../api/networkMap";
import { AppLink } from "../../../components/AppLink";
import { CILink } from "../../../components/CILink";
import { impactHref } from "../../../components/links";
import { Look, StatusLook } from "../../../components/Look";
import { SourceBadges } from "../../../components/SourceBadge";
import { Time } from "../../../components/Time";
import type { Scene } from "../../../graph/scene";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";
import classes from "../../impact/Impact.module.css";
import { linkOf, linksOf, otherEnd } from "./mapGraph";
import type { MapProps } from "./MapPicture";
import own from "./Map.module.css";
import { certaintyLook, evidenceWords, factsOf, layerTitle, membersWord, vlanWords } from "./words";

const MOST_LISTED = 200;

function Cable({ cable }: { cable: MapCable }) {
  const evidence = evidenceWords(cable);
  return (
    <li>
      <div><strong>{cable.port.name}</strong> – <strong>{cable.peer.name}</strong></div>
      <div><Look look={certaintyLook(cable)} /> <span className="dim">{vlanWords(cable.vlans)}</span></div>
      {evidence !== "" && <div className="dim">{evidence}</div>}
      <div className="dim">{t("Last seen")} <Time at={cable.last_seen_at} isRelative /></div>
      <SourceBadges sources={cable.sources} />
    </li>
  );
}

/** Both ends of the selected link, and how it is known. */
function SelectedLink({ link, devices, clear }: { link: MapLink; devices: ReadonlyMap<string, MapDevice>; clear: () => void }) {
  const [source, target] = [devices.get(link.source), devices.get(link.target)];
  return (
    <section className={classes.selected} aria-label={t("Selected link")}>
      <div className={classes.selectedTitle}>
        <h2 className="grow">{source && <CILink ci={source} isInText />} – {target && <CILink ci={target} isInText />}</h2>
        <CloseButton size={24} aria-label={t("Clear the selection")} onClick={clear} />
      </div>
      {membersWord(link) && <p>{membersWord(link)}</p>}
      <ul className={own.cables}>{link.cables.map((cable) => <Cable key={`${cable.port.uid} ${cable.peer.uid}`} cable={cable} />)}</ul>
    </section>
  );
}

/** What is known of the selected device. */
function SelectedDevice({ device, clear }: { device: MapDevice; clear: () => void }) {
  return (
    <section className={classes.selected} aria-label={t("Selected device")}>
      <div className={classes.selectedTitle}>
        <div className="grow">
          <h2 className={classes.whole}><CILink ci={device} /></h2>
          <div className={classes.facts}><StatusLook status={device.status} /> <span className="dim">{factsOf(device)}</span></div>
        </div>
        <CloseButton size={24} aria-label={t("Clear the selection")} onClick={clear} />
      </div>
      {device.gateway_of.length > 0 && <p>{t("Gateway of {subnets}", { subnets: device.gateway_of.join(", ") })}</p>}
      {device.is_on_the_way && <p className="dim">{t("It is shown because the way out leads through it.")}</p>}
      <p><AppLink href={impactHref(device.uid)}>{t("What depends on it")}</AppLink></p>
    </section>
  );
}

/** The links of a device as buttons that select them. */
function LinkList({ map, devices, uid, peer, select }: Pick<MapProps, "map" | "devices"> & { uid: string; peer: string; select: (peer: string) => void }) {
  const links = linksOf(map.links, uid);
  return (
    <section className={own.list} aria-label={t("Links of the selected device")}>
      <h3>{t("Links")} · {formatNumber(links.length)}</h3>
      <ul className={classes.members}>
        {links.slice(0, MOST_LISTED).map((link) => {
          const other = otherEnd(link, uid);
          const cable = link.cables[0];
          const [here, there] = link.source === uid ? [cable?.port, cable?.peer] : [cable?.peer, cable?.port];
          return (
            <li key={other}>
              <button type="button" className={own.link} aria-pressed={other === peer} onClick={() => { select(other); }}>
                <span>{here?.name} – {there?.name} {t("of {device}", { device: devices.get(other)?.name ?? "" })}</span>
                <span className="dim"><Look look={certaintyLook(link)} /> {membersWord(link)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {links.length > MOST_LISTED && <p className="dim">{t("The first {shown} of {total}; the table has all.", { shown: MOST_LISTED, total: formatNumber(links.length) })}</p>}
    </section>
  );
}

/** What the lines mean, and how many devices stand where. */
function Legend({ map }: { map: NetworkMap }) {
  return (
    <section className={own.list} aria-label={t("Legend")}>
      <h3>{t("Layers")}</h3>
      <ul className={classes.members}>{map.layers.map(({ layer, devices }) => <li key={String(layer)}>{layerTitle(layer, devices)}</li>)}</ul>
      <h3>{t("Lines")}</h3>
      <ul className={own.lines}>
        <li><svg width="34" height="8" aria-hidden><path className={own.sure} d="M0 4h34" /></svg> {t("A cable that one of its ends tells of")}</li>
        <li><svg width="34" height="8" aria-hidden><path className={own.inferred} d="M0 4h34" /></svg> {t("Inferred: see its evidence")}</li>
        <li><svg width="34" height="8" aria-hidden><path className={own.stale} d="M0 4h34" /></svg> {t("Not seen for long")}</li>
        <li><span aria-hidden className={own.box} /> {t("A device that nobody reads, inferred from what others see")}</li>
        <li><span aria-hidden className={own.times}>×2</span> {t("So many cables in parallel")}</li>
      </ul>
      <p className="dim">{t("Select a device or a link to see its ports and how they are known.")}</p>
    </section>
  );
}

/** Members of the selected group. */
function Group({ scene, devices, group, open, select }: Pick<MapProps, "devices"> & { scene: Scene; group: string; open: () => void; select: (uid: string) => void }) {
  const box = scene.layout.boxes[scene.boxOf.get(group) ?? -1];
  if (!box) return null;
  const members = box.members.flatMap((member) => devices.get(scene.graph.nodes[member]?.uid ?? "") ?? []);
  return (
    <section className={own.list} aria-label={t("Selected group")}>
      <h2>{t("{count} × {label}", { count: formatNumber(members.length), label: members[0]?.class_label ?? "" })}</h2>
      <p><button type="button" className="textbutton" onClick={open}>{t("Show them all in the picture")}</button></p>
      <ul className={classes.members}>
        {members.slice(0, MOST_LISTED).map((device) => (
          <li key={device.uid}><button type="button" className="textbutton" onClick={() => { select(device.uid); }}>{device.name}</button></li>
        ))}
      </ul>
      {members.length > MOST_LISTED && <p className="dim">{t("The first {shown} of {total}; the table has all.", { shown: MOST_LISTED, total: formatNumber(members.length) })}</p>}
    </section>
  );
}

/** What is selected, in words: the picture for those who do not see it, and the evidence for all. */
export function MapSide({ map, devices, links, state, actions, scene }: MapProps & { scene: Scene | null }) {
  const { ci, peer, group } = state;
  const device = devices.get(ci);
  const link = device && peer ? linkOf(links, ci, peer) : undefined;
  return (
    <aside className={classes.side} aria-label={t("Selection")}>
      {link && <SelectedLink link={link} devices={devices} clear={() => { actions.selectCI(ci); }} />}
      {!link && device && <SelectedDevice device={device} clear={actions.clear} />}
      {device && <LinkList map={map} devices={devices} uid={ci} peer={peer} select={(other) => { actions.selectLink(ci, other); }} />}
      {!device && group && scene && <Group scene={scene} devices={devices} group={group} open={() => { actions.openGroup(group, ""); }} select={actions.selectCI} />}
      {!device && !group && <Legend map={map} />}
    </aside>
  );
}
