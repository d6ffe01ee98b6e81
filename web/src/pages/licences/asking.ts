/** What is typed about a change, as the server is asked. */
import type { WhatIfAsked } from "../../api/licences";

export type Kind = "move" | "cores" | "host" | "retire";
export const KINDS: readonly Kind[] = ["move", "cores", "host", "retire"];

export interface Typed {
  kind: Kind;
  machine: string;
  host: string;
  /** Virtual cores (8), or processors and the cores of each (2x24). */
  cores: string;
  cluster: string;
}

export function askedOf({ kind, machine, host, cores, cluster }: Typed): WhatIfAsked {
  if (kind === "move") return { moves: [{ machine, host }] };
  if (kind === "retire") return { retired: [machine] };
  if (kind === "host") return { hosts: [{ name: machine, processors: processorsOf(cores), cluster }] };
  if (cores.includes("x")) return { sizes: [{ machine, processors: processorsOf(cores), virtual_cores: 0 }] };
  return { sizes: [{ machine, processors: [], virtual_cores: Number(cores) }] };
}

function processorsOf(text: string): { cores: number; model: string }[] {
  const [count, cores] = text.includes("x") ? text.split("x").map(Number) : [1, Number(text)];
  return Array.from({ length: count ?? 0 }, () => ({ cores: cores ?? 0, model: "" }));
}
