/** A network map as a graph to draw. */
import type { MapDevice, MapLink, NetworkMap } from "../../../api/networkMap";
import { iconClass } from "../../../graph/icons";
import { type Graph, type GraphEdge, type GraphNode, graphOf } from "../../../graph/model";
import type { SceneWords } from "../../../graph/scene";
import { layerTitle, shortPort } from "./words";

/** The classes that a class inherits from, the nearest first. */
export type Ancestors = (ciClass: string) => readonly string[];

/** The level on which devices without a known link stand: after all others. */
export function unlinkedLevel(devices: readonly MapDevice[]): number {
  return devices.reduce((most, { layer }) => Math.max(most, layer ?? 0), 0) + 1;
}

function nodeOf(device: MapDevice, unlinked: number, ancestors: Ancestors): GraphNode {
  const { uid, name, ci_class, class_label, site, layer, attached_to } = device;
  const bundle = attached_to ?? (layer === null ? "" : undefined);
  return {
    uid, name, ci_class, class_label, site, root: null, group: null,
    level: layer ?? unlinked,
    state: device.status === "active" ? "up" : "unknown",
    icon: iconClass(ci_class, ancestors(ci_class)),
    bundle,
    isInferred: device.is_inferred,
  };
}

/** The device that is nearer to the way out is what the other one needs. */
function edgeOf({ source, target, members, is_inferred, is_stale }: MapLink): GraphEdge {
  return { source: target, target: source, strength: is_inferred ? "soft" : "hard", count: members, isFaded: is_stale };
}

export function graphOfMap({ devices, links }: NetworkMap, key: string, ancestors: Ancestors): Graph {
  const unlinked = unlinkedLevel(devices);
  return graphOf(devices.map((device) => nodeOf(device, unlinked, ancestors)), links.map(edgeOf), key, true);
}

/** The links by their two devices, in either order. */
export type LinksByEnds = ReadonlyMap<string, MapLink>;

function keyOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

export function linksByEnds(links: readonly MapLink[]): LinksByEnds {
  return new Map(links.map((link) => [keyOf(link.source, link.target), link]));
}

export function linkOf(links: LinksByEnds, one: string, other: string): MapLink | undefined {
  return links.get(keyOf(one, other));
}

/** The order of names with numbers: port 2 before port 10. */
export const collator = new Intl.Collator(undefined, { numeric: true });

/** The links of a device: first those towards the way out, by its port. */
export function linksOf(links: readonly MapLink[], uid: string): MapLink[] {
  const port = ({ source, cables: [first] }: MapLink) => (source === uid ? first?.port : first?.peer)?.name ?? "";
  return links
    .filter(({ source, target }) => source === uid || target === uid)
    .sort((a, b) => Number(a.source === uid) - Number(b.source === uid) || collator.compare(port(a), port(b)));
}

export function otherEnd({ source, target }: MapLink, uid: string): string {
  return source === uid ? target : source;
}

/** What is written in the picture. */
export function wordsOf(devices: readonly MapDevice[], links: LinksByEnds): SceneWords {
  const unlinked = unlinkedLevel(devices);
  return {
    level: (level, count) => layerTitle(level === unlinked ? null : level, count),
    ends: (from, to) => {
      const link = linkOf(links, from, to);
      const cable = link?.cables[0];
      if (!link || !cable) return null;
      const ports = [shortPort(cable.port.name), shortPort(cable.peer.name)] as const;
      return link.source === from ? ports : [ports[1], ports[0]];
    },
  };
}
