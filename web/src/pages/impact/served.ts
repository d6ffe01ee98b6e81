/** Which service hangs on each CI of a picture, and which team owns that: what its CIs can be grouped by. */
import type { Picture, PictureNode } from "../../api/types";

type ServedNode = PictureNode & { service?: string; team?: string };

/** The nodes with the worst service that needs them, directly or not, and its owner; services are given worst first. */
export function served({ nodes, edges, services }: Pick<Picture, "nodes" | "edges" | "services">): ServedNode[] {
  const needs = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const known = needs.get(source);
    if (known) known.push(target);
    else needs.set(source, [target]);
  }
  const found = new Map<string, { service: string; team?: string }>();
  for (const { uid, name, owner_name: owner } of services) {
    const said = { service: name, ...(owner !== null && { team: owner }) };
    const waiting = [uid];
    for (const ci of waiting) {
      if (found.has(ci)) continue; // and so has all that it needs
      found.set(ci, said);
      waiting.push(...(needs.get(ci) ?? []));
    }
  }
  return nodes.map((node) => ({ ...node, ...found.get(node.uid) }));
}
