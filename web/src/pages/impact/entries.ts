/** The list beside the picture: what is affected, worst first. Pure. */
import type { AffectedService, Picture, PictureNode } from "../../api/types";
import type { Mark } from "../../graph/model";

export interface ServiceEntry {
  kind: "service";
  uid: string;
  name: string;
  state: string;
  service: AffectedService;
}

export interface CIEntry {
  kind: "ci";
  uid: string;
  name: string;
  state: string;
  ciClass: string;
  level: number;
  /** What happened to it since the instant that the picture is compared with. */
  mark?: Mark;
}

export interface Heading {
  kind: "heading";
  part: "services" | "affected" | "up" | Mark;
  /** How many follow. */
  count: number;
  /** How many there are in all. */
  total: number;
}

export type Choice = ServiceEntry | CIEntry;
export type Entry = Choice | Heading;

export type NodesByUid = ReadonlyMap<string, PictureNode>;

export function nodesByUid(nodes: readonly PictureNode[]): NodesByUid {
  return new Map(nodes.map((node) => [node.uid, node]));
}

type Listed = Pick<Picture, "source" | "services" | "affected" | "nodes" | "counts">;

/** Services first, then what else is not up, worst first, then what is in reach and still up; each CI once. */
export function entriesOf(picture: Listed, states: readonly string[]): Entry[] {
  const isShown = (state: string) => states.length === 0 || states.includes(state);
  const sources = new Set(picture.source);
  const services = picture.services.filter(({ uid, state }) => !sources.has(uid) && isShown(state));
  const listed = new Set(picture.services.map(({ uid }) => uid));
  const affected = picture.affected.filter(({ uid, state }) => !listed.has(uid) && isShown(state));
  const up = isShown("up") ? picture.nodes.filter(({ uid, state }) => state === "up" && !listed.has(uid)) : [];
  const total = (wanted: readonly string[]) => wanted.filter(isShown).reduce((sum, state) => sum + countOf(picture.counts, state), 0);
  return [
    ...part("services", services.length, services.map((service): Choice => ({ kind: "service", uid: service.uid, name: service.name, state: service.state, service }))),
    ...part("affected", total(["down", "degraded", "at_risk"]) - services.length, affected.map(ciEntry)),
    ...part("up", total(["up"]), up.map(ciEntry)),
  ];
}

/** How many CIs are in a state, also those that are not listed. */
export function countOf({ down, degraded, at_risk, reach }: Picture["counts"], state: string): number {
  const counts: Record<string, number> = { down, degraded, at_risk, up: reach - down - degraded - at_risk };
  return counts[state] ?? 0;
}

function ciEntry({ uid, name, state, ci_class: ciClass, level }: { uid: string; name: string; state: string; ci_class: string; level: number }): Choice {
  return { kind: "ci", uid, name, state, ciClass, level };
}

function part(name: Heading["part"], total: number, choices: readonly Choice[]): Entry[] {
  return choices.length > 0 ? [{ kind: "heading", part: name, count: choices.length, total: Math.max(total, choices.length) }, ...choices] : [];
}

/** The index of the next choice from an index in a direction, leaving out headings; the same where there is none. */
export function nextChoice(entries: readonly Entry[], index: number, step: number): number {
  const direction = Math.sign(step);
  let found = index;
  let left = Math.abs(step);
  for (let at = index + direction; at >= 0 && at < entries.length && left > 0; at += direction) {
    if (entries[at]?.kind === "heading") continue;
    found = at;
    left -= 1;
  }
  return found;
}

/** The rows of the table: the sources, then the list's CIs in its order. */
export function tableRows(picture: Picture, nodes: NodesByUid, states: readonly string[]): PictureNode[] {
  const listed = entriesOf(picture, states).flatMap((entry) => (entry.kind === "heading" ? [] : (nodes.get(entry.uid) ?? [])));
  return [...picture.source.flatMap((uid) => nodes.get(uid) ?? []), ...listed];
}

const ORDER = ["source", "down", "degraded", "at_risk", "up"];

type Key = (node: PictureNode) => string | number;

const KEYS: Record<string, Key> = {
  state: ({ state }) => ORDER.indexOf(state),
  name: ({ name }) => name.toLowerCase(),
  class: ({ class_label }) => class_label,
  root: ({ root }) => root ?? "",
  site: ({ site }) => site ?? "",
  level: ({ level }) => level,
  users: ({ users }) => users ?? 0,
  criticality: ({ criticality }) => criticality ?? 0,
};

/** Rows sorted by a column, `name` or `-name`; an unknown one leaves the order, worst first. */
export function sortedRows(rows: readonly PictureNode[], sort: string): PictureNode[] {
  const key = KEYS[sort.replace(/^-/, "")];
  if (!key) return [...rows];
  const turn = sort.startsWith("-") ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? -turn : x > y ? turn : 0;
  });
}
