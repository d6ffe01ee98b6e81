import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";

import type { MapDevice, MapLink, NetworkMap } from "../../../api/networkMap";
import { useOpen } from "../../../components/AppLink";
import { announce } from "../../../components/announce";
import { asOfQuery } from "../../../components/instants";
import { ciHref } from "../../../components/links";
import { Look, StatusLook } from "../../../components/Look";
import { Empty, Waiting } from "../../../components/PageState";
import { GraphCanvas } from "../../../graph/GraphCanvas";
import { boxesOf } from "../../../graph/linkGeometry";
import type { Box } from "../../../graph/model";
import type { Subject } from "../../../graph/picturing";
import { type Scene, uidAt } from "../../../graph/scene";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";
import { statusWord } from "../../../locales/labels";
import classes from "../../impact/Impact.module.css";
import { linkOf, type LinksByEnds, linksOf, otherEnd } from "./mapGraph";
import type { MapActions, MapState } from "./urlState";
import { cableWords, certaintyLook, evidenceWords, factsOf, membersWord, vlanWords } from "./words";

export interface MapProps {
  map: NetworkMap;
  devices: ReadonlyMap<string, MapDevice>;
  links: LinksByEnds;
  state: MapState;
  actions: MapActions;
}

interface Props extends MapProps {
  subject: Subject | null;
  error: Error | null;
}

/** The two devices of a drawn link, null where one end is a group. */
function endsOf(scene: Scene, link: number): readonly [string, string] | null {
  const boxes = boxesOf(scene.layout, link);
  if (!boxes || boxes.some(({ isGroup }) => isGroup)) return null;
  return [uidAt(scene, boxes[0]) ?? "", uidAt(scene, boxes[1]) ?? ""];
}

/** A group as it is said: "24 × Workstation at osl-acc-01". */
function groupWords({ graph }: Scene, box: Box, devices: ReadonlyMap<string, MapDevice>): string {
  const first = graph.nodes[box.members[0] ?? 0];
  const at = devices.get(first?.bundle ?? "")?.name;
  const what = t("{count} × {label}", { count: formatNumber(box.members.length), label: first?.class_label ?? "" });
  return at === undefined ? what : t("{what} at {device}", { what, device: at });
}

/** What is said beside the pointer about a box. */
function BoxWords({ scene, box, devices }: { scene: Scene; box: Box; devices: ReadonlyMap<string, MapDevice> }) {
  const device = devices.get(uidAt(scene, box) ?? "");
  if (box.isGroup || !device) {
    return <><strong>{groupWords(scene, box, devices)}</strong><div className="dim">{t("Double-click or Enter shows them all")}</div></>;
  }
  return (
    <>
      <strong className={classes.whole}>{device.name}</strong> <StatusLook status={device.status} />
      <div className="dim">{factsOf(device)}</div>
      {device.gateway_of.length > 0 && <div className="dim">{t("Gateway of {subnets}", { subnets: device.gateway_of.join(", ") })}</div>}
    </>
  );
}

/** What is said beside the pointer about a link. */
function LinkWords({ ends, devices, links }: { ends: readonly [string, string] | null } & Pick<MapProps, "devices" | "links">) {
  const link = ends && linkOf(links, ...ends);
  if (!link) return <span className="dim">{t("Open the group to see its ports")}</span>;
  const [source, target] = [devices.get(link.source)?.name ?? "", devices.get(link.target)?.name ?? ""];
  return (
    <>
      <Look look={certaintyLook(link)} /> {membersWord(link)}
      {link.cables.map((cable) => (
        <div key={`${cable.port.uid} ${cable.peer.uid}`}>
          {cableWords(cable, source, target)}
          <div className="dim">{[evidenceWords(cable), cable.sources.map(({ key }) => key).join(", ")].filter(Boolean).join(" · ")}</div>
        </div>
      ))}
      <div className="dim">{vlanWords(link.vlans)}</div>
    </>
  );
}

/** A link as it is said aloud, with its first cable. */
function spokenLink(link: MapLink, devices: ReadonlyMap<string, MapDevice>): string {
  const [source, target] = [devices.get(link.source)?.name ?? "", devices.get(link.target)?.name ?? ""];
  const cables = link.cables.slice(0, 1).map((cable) => cableWords(cable, source, target));
  return [t("Link"), ...cables, certaintyLook(link)[2], membersWord(link), vlanWords(link.vlans)].filter(Boolean).join(", ");
}

/** Says what is selected, whoever selected it. */
function useSpoken({ subject, devices, links, state: { ci, peer, group } }: Props): void {
  const said = useRef("");
  useEffect(() => {
    const key = [ci, peer, group].join(" ");
    if (!subject || said.current === key) return;
    const isFirst = said.current === "";
    said.current = key;
    const { scene } = subject;
    const box = scene.layout.boxes[scene.boxOf.get(group || ci) ?? -1];
    const device = devices.get(ci);
    const link = peer ? linkOf(links, ci, peer) : undefined;
    if (link) announce(spokenLink(link, devices));
    else if (box?.isGroup) announce([t("Group {name}", { name: groupWords(scene, box, devices) }), t("Enter opens it")].join(", "));
    else if (device) announce([device.name, factsOf(device), statusWord(device.status)].join(", "));
    else if (!isFirst) announce(t("Nothing selected"));
  }, [subject, devices, links, ci, peer, group]);
}

/** The map as a picture. */
export function MapPicture(props: Props) {
  const { subject, error, map, devices, links, state, actions } = props;
  const open = useOpen();
  useSpoken(props);
  if (error) {
    return (
      <div className={classes.blank} role="alert">
        <Empty action={<Button variant="default" onClick={() => { actions.show("table"); }}>{t("Show as table")}</Button>}>
          {t("The picture could not be laid out: {reason}. The table has the same content.", { reason: error.message })}
        </Empty>
      </div>
    );
  }
  if (!subject) return <div className={classes.blank}><Waiting lines={8} /></div>;
  const { scene, focus, tokens } = subject;
  const select = (box: Box | null) => {
    if (!box) actions.clear();
    else if (box.isGroup) actions.selectGroup(box.key);
    else actions.selectCI(uidAt(scene, box) ?? "");
  };
  const openBox = (box: Box) => {
    if (box.isGroup) actions.openGroup(box.key, uidAt(scene, box) ?? "");
    // With a link selected, Enter goes along it.
    else if (state.peer) actions.selectCI(state.peer);
    else open(ciHref(uidAt(scene, box) ?? "", asOfQuery(state.question.asOf)));
  };
  const step = (by: 1 | -1) => {
    const own = linksOf(map.links, state.ci);
    const here = own.findIndex((link) => otherEnd(link, state.ci) === state.peer);
    const next = own[here < 0 && by < 0 ? own.length - 1 : here + by];
    if (next) actions.selectLink(state.ci, otherEnd(next, state.ci));
    else announce(t("Nothing further there"));
  };
  return (
    <GraphCanvas
      scene={scene}
      focus={focus}
      tokens={tokens}
      label={t("Network map of {devices, plural, one {# device} other {# devices}} and {links, plural, one {# link} other {# links}}", { devices: map.devices.length, links: map.links.length })}
      look={state.look}
      onLook={actions.look}
      onSelect={select}
      onOpen={openBox}
      describe={(box) => <BoxWords scene={scene} box={box} devices={devices} />}
      links={{
        onSelect: (link) => {
          const ends = endsOf(scene, link);
          if (ends) actions.selectLink(...ends);
        },
        onStep: step,
        describe: (link) => <LinkWords ends={endsOf(scene, link)} devices={devices} links={links} />,
        keys: t("Arrow left leads towards the way out, right away from it, up and down within a layer. Page down and page up go through the links of the selected device, Enter follows the selected link, or opens the selected device. Escape clears the selection, F fits the picture, plus and minus zoom, T shows a table instead."),
      }}
    />
  );
}
