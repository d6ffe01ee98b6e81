import { useEffect, useRef, useState } from "react";

import type { Wish } from "./grouping";
import type { Graph, Layout } from "./model";
import type { Delivery, Order } from "./worker";

/** A layout with the graph and the wish it is of. */
export interface Drawn {
  graph: Graph;
  wish: Wish;
  layout: Layout;
}

interface Layouting {
  /** The last layout; it stays until the next one is there. */
  drawn: Drawn | null;
  error: Error | null;
}

/** The layout of a graph, made in a worker. `graph` and `wish` stay the same objects while they say the same. */
export function useLayout(graph: Graph, wish: Wish): Layouting {
  const worker = useRef<Worker | null>(null);
  const turn = useRef(0);
  const asked = useRef(wish);
  const [result, setResult] = useState<Layouting>({ drawn: null, error: null });
  useEffect(() => {
    const made = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    const order: Order = { graph };
    made.onmessage = ({ data }: MessageEvent<Delivery>) => {
      // A later wish is under way: its layout follows.
      if (data.turn === turn.current) setResult({ drawn: { graph, wish: asked.current, layout: data.layout }, error: null });
    };
    made.onerror = ({ message }) => {
      setResult(({ drawn }) => ({ drawn, error: new Error(message || "The layout failed.") }));
    };
    made.postMessage(order);
    worker.current = made;
    return () => {
      worker.current = null;
      made.terminate();
    };
  }, [graph]);
  useEffect(() => {
    turn.current += 1;
    asked.current = wish;
    const order: Order = { wish, turn: turn.current };
    worker.current?.postMessage(order);
  }, [graph, wish]);
  return result;
}
