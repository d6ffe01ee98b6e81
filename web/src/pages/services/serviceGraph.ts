/** A service map as a graph to draw, as pure steps. */
import type { ServiceEdge, ServiceMap, ServiceNode } from "../../api/services";
import { type Graph, type GraphEdge, graphOf, type GraphNode } from "../../graph/model";
import type { SceneWords } from "../../graph/scene";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

/** Relationships that are less sure than this are drawn fainter. */
export const SURE = 0.8;

export interface Narrowed {
  nodes: readonly ServiceNode[];
  edges: readonly ServiceEdge[];
}

/** The members that fit a text with those that lead to them, and shared infrastructure only where it is asked for. */
export function narrowed({ nodes, edges }: ServiceMap, q: string, withShared: boolean): Narrowed {
  const byUid = new Map(nodes.map((node) => [node.uid, node]));
  const wanted = q.trim().toLocaleLowerCase();
  const kept = new Set<string>();
  for (const node of nodes) {
    if ((node.role === "shared" && !withShared) || !fits(node, wanted)) continue;
    for (let here: ServiceNode | undefined = node; here && !kept.has(here.uid); here = here.via ? byUid.get(here.via) : undefined) kept.add(here.uid);
  }
  const origin = nodes.find(({ level }) => level === 0);
  if (origin) kept.add(origin.uid);
  return { nodes: nodes.filter(({ uid }) => kept.has(uid)), edges: edges.filter(({ source, target }) => kept.has(source) && kept.has(target)) };
}

function fits({ name, class_label: label, root }: ServiceNode, wanted: string): boolean {
  return [name, label, root ?? ""].some((text) => text.toLocaleLowerCase().includes(wanted));
}

function nodeOf({ uid, name, ci_class, class_label, root, site, level, state, group }: ServiceNode): GraphNode {
  return { uid, name, ci_class, class_label, root, site, level, state, group };
}

function edgeOf({ source, target, strength, confidence }: ServiceEdge): GraphEdge {
  return { source, target, strength, isFaded: (confidence ?? 1) < SURE };
}

export function graphOfService({ nodes, edges }: Narrowed, key: string): Graph {
  return graphOf(nodes.map(nodeOf), edges.map(edgeOf), key);
}

export const WORDS: SceneWords = {
  level: (level, count) => (level === 0 ? t("Service") : t("Step {level} · {count}", { level, count: formatNumber(count) })),
  ends: () => null,
};

/** The shortest way along what CIs need, from one to another, in either direction; empty where there is none. */
export function wayBetween(edges: readonly ServiceEdge[], one: string, other: string): string[] {
  const way = wayDown(edges, one, other);
  return way.length > 0 ? way : wayDown(edges, other, one).reverse();
}

function wayDown(edges: readonly ServiceEdge[], from: string, to: string): string[] {
  const needs = new Map<string, string[]>();
  for (const { source, target } of edges) needs.set(source, [...(needs.get(source) ?? []), target]);
  const before = new Map<string, string>([[from, ""]]);
  for (let level = [from]; level.length > 0 && !before.has(to);) {
    level = level.flatMap((uid) => (needs.get(uid) ?? []).sort().filter((target) => {
      if (before.has(target)) return false;
      before.set(target, uid);
      return true;
    }));
  }
  const way: string[] = [];
  for (let here = before.has(to) ? to : ""; here !== ""; here = before.get(here) ?? "") way.unshift(here);
  return way;
}

/** What a CI of the map needs and what needs it, by the name of the other one. */
export function beside(edges: readonly ServiceEdge[], uid: string): { needs: ServiceEdge[]; neededBy: ServiceEdge[] } {
  return { needs: edges.filter(({ source }) => source === uid), neededBy: edges.filter(({ target }) => target === uid) };
}

/** Of relationships between the same two one for each CI through which they lead: parallel ones have the same evidence. */
export function apart(edges: readonly ServiceEdge[]): ServiceEdge[] {
  return [...new Map(edges.map((edge) => [edge.through?.uid ?? "", edge])).values()];
}
