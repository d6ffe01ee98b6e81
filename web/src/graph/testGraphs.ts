/** Graphs for tests: only what matters is spelt out. */
import type { Wish } from "./grouping";
import { layOut } from "./layout";
import { type Graph, type GraphEdge, type GraphNode, graphOf } from "./model";
import { type Scene, sceneOf } from "./scene";

export function node(uid: string, level: number, rest: Partial<GraphNode> = {}): GraphNode {
  const state = level === 0 ? "source" : "down";
  return { uid, name: `name of ${uid}`, ci_class: "server", class_label: "Server", root: null, site: "Oslo", level, state, group: null, ...rest };
}

/** `dependent` needs `needed`. */
export function edge(dependent: string, needed: string, strength: string | null = "hard"): GraphEdge {
  return { source: dependent, target: needed, strength };
}

export function wish(rest: Partial<Wish> = {}): Wish {
  return { grouping: "auto", open: [], pinned: [], single: [], states: [], ...rest };
}

/** A source with CIs around it: `count` on the next level, each needing the source. */
export function star(count: number, rest: (index: number) => Partial<GraphNode> = () => ({})): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const around = Array.from({ length: count }, (_, index) => node(`ci${index}`, 1, rest(index)));
  return { nodes: [node("source", 0), ...around], edges: around.map(({ uid }) => edge(uid, "source")) };
}

/** Levels of the given sizes; every CI needs one of the level before, evenly spread. */
export function levels(...sizes: number[]): Graph {
  const nodes = sizes.flatMap((size, level) => Array.from({ length: size }, (_, index) => node(`${level}-${index}`, level)));
  const edges = nodes.flatMap(({ uid, level }) => {
    const before = sizes[level - 1];
    return before === undefined ? [] : [edge(uid, `${level - 1}-${Number(uid.split("-")[1]) % before}`)];
  });
  return graphOf(nodes, edges);
}

export function scene(graph: Graph, wanted: Wish = wish()): Scene {
  return sceneOf({ graph, wish: wanted, layout: { ...layOut(graph, wanted), milliseconds: 0 } }, new Map(), "impact");
}
