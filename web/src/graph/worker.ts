/** Lays graphs out beside the page, so that the page never waits. */
import type { Wish } from "./grouping";
import { layOut } from "./layout";
import type { Graph, Layout } from "./model";

/** A graph to keep, or a wish about the one that is kept. */
export type Order = { graph: Graph } | { wish: Wish; turn: number };

export interface Delivery {
  turn: number;
  layout: Layout;
}

interface Scope {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage: (delivery: Delivery, transfer: Transferable[]) => void;
}

const scope = globalThis as unknown as Scope;
let graph: Graph | null = null;

scope.onmessage = ({ data }) => {
  if ("graph" in data) graph = data.graph;
  else if (graph) {
    const start = performance.now();
    const drawing = layOut(graph, data.wish);
    const { from, to, count, isSoft, isFaded } = drawing.links;
    const layout = { ...drawing, milliseconds: performance.now() - start };
    scope.postMessage({ turn: data.turn, layout }, [from.buffer, to.buffer, count.buffer, isSoft.buffer, isFaded.buffer]);
  }
};
