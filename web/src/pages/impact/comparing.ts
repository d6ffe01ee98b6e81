/** A picture beside that of an earlier instant: both in one, with what came, went or changed marked. Pure. */
import type { Picture, PictureEdge, PictureNode } from "../../api/types";
import { type Mark, MARKS } from "../../graph/model";
import type { CIEntry, Entry } from "./entries";

export type ComparedNode = PictureNode & { mark?: Mark };
export type ComparedEdge = PictureEdge & { mark?: Mark };

/** What differs of one CI of the picture. */
export interface NodeDifference {
  mark: Mark;
  /** Its state at each instant; null where it is not in the picture. */
  before: string | null;
  after: string | null;
  /** Its own relationships that came, went or changed. */
  edges: readonly ComparedEdge[];
}

export type Differences = ReadonlyMap<string, NodeDifference>;

export interface Compared {
  picture: Picture;
  differences: Differences;
  /** Whether one of the pictures was cut, so that what only the other has is not known to have come or gone. */
  isCut: boolean;
}

const NOTHING: Differences = new Map();

/** A picture that is not compared. */
export function alone(picture: Picture): Compared {
  return { picture, differences: NOTHING, isCut: false };
}

/** Two pictures of the same question in one; without an earlier one everything is new. */
export function compared(after: Picture, before: Picture | null): Compared {
  const then = before ?? { nodes: [], edges: [], truncated: false };
  const edges = comparedEdges(after, then);
  const now = byUid(after.nodes);
  // Of a cut picture nobody knows what it has not.
  const gone = after.truncated ? [] : then.nodes.filter(({ uid }) => !now.has(uid));
  const differences = differencesOf(after, then, gone, edgesByNode(edges));
  const nodes = [...after.nodes, ...gone].map((node): ComparedNode => {
    const mark = differences.get(node.uid)?.mark;
    return mark ? { ...node, mark } : node;
  });
  const picture = { ...after, nodes, edges, levels: levelsOf(after.levels, gone) };
  return { picture, differences, isCut: after.truncated || then.truncated };
}

type Then = Pick<Picture, "nodes" | "edges" | "truncated">;
type EdgesByNode = ReadonlyMap<string, readonly ComparedEdge[]>;

/** The relationships that differ, by the CI that they leave. */
function edgesByNode(edges: readonly ComparedEdge[]): EdgesByNode {
  const found = new Map<string, ComparedEdge[]>();
  for (const edge of edges) if (edge.mark) found.set(edge.source, [...(found.get(edge.source) ?? []), edge]);
  return found;
}

function differencesOf(after: Picture, then: Then, gone: readonly PictureNode[], edges: EdgesByNode): Differences {
  const old = byUid(then.nodes);
  const found = new Map<string, NodeDifference>();
  const note = (uid: string, mark: Mark, before: string | null, now: string | null) => {
    found.set(uid, { mark, before, after: now, edges: edges.get(uid) ?? [] });
  };
  for (const node of after.nodes) {
    const was = old.get(node.uid);
    if (was && (isOther(was, node) || edges.has(node.uid))) note(node.uid, "changed", was.state, node.state);
    if (!was && !then.truncated) note(node.uid, "added", null, node.state);
  }
  for (const { uid, state } of gone) note(uid, "removed", state, null);
  return found;
}

function byUid(nodes: readonly PictureNode[]): Map<string, PictureNode> {
  return new Map(nodes.map((node) => [node.uid, node]));
}

/** Whether the picture shows a CI otherwise. */
function isOther(before: PictureNode, after: PictureNode): boolean {
  const shown = ({ name, ci_class, state, group, site, root }: PictureNode) => JSON.stringify([name, ci_class, state, group, site, root]);
  return shown(before) !== shown(after);
}

function edgeKey({ source, type, target }: PictureEdge): string {
  return [source, type, target].join(" ");
}

/** The relationships of both; as with CIs, of a cut picture nobody knows what it has not. */
function comparedEdges({ edges: now, truncated }: Then, then: Then): ComparedEdge[] {
  const old = new Map(then.edges.map((edge) => [edgeKey(edge), edge]));
  const keys = new Set(now.map(edgeKey));
  const shown = now.map((edge): ComparedEdge => {
    const was = old.get(edgeKey(edge));
    if (!was) return then.truncated ? edge : { ...edge, mark: "added" };
    return was.strength === edge.strength ? edge : { ...edge, mark: "changed" };
  });
  const gone = truncated ? [] : [...old.values()].filter((edge) => !keys.has(edgeKey(edge)));
  return [...shown, ...gone.map((edge): ComparedEdge => ({ ...edge, mark: "removed" }))];
}

/** The numbers of CIs by level, with what is gone. */
function levelsOf(levels: Picture["levels"], gone: readonly PictureNode[]): Picture["levels"] {
  const counts = new Map(levels.map(({ level, count }) => [level, count]));
  for (const { level } of gone) counts.set(level, (counts.get(level) ?? 0) + 1);
  return [...counts].map(([level, count]) => ({ level, count })).sort((a, b) => a.level - b.level);
}

/** How many CIs of each kind. */
export function markCounts(differences: Differences): Record<Mark, number> {
  const counts = { added: 0, removed: 0, changed: 0 };
  for (const { mark } of differences.values()) counts[mark] += 1;
  return counts;
}

/** What differs as entries of the list, before all others; each CI once. */
export function withDifferences(entries: readonly Entry[], { picture, differences }: Compared): Entry[] {
  if (differences.size === 0) return [...entries];
  const marked = MARKS.flatMap((mark): Entry[] => {
    const nodes = picture.nodes.filter(({ uid }) => differences.get(uid)?.mark === mark).sort((a, b) => a.name.localeCompare(b.name));
    const listed = nodes.map(({ uid, name, state, ci_class: ciClass, level }): CIEntry => ({ kind: "ci", uid, name, state, ciClass, level, mark }));
    return listed.length > 0 ? [{ kind: "heading", part: mark, count: listed.length, total: listed.length }, ...listed] : [];
  });
  return [...marked, ...withoutListed(entries, differences)];
}

function withoutListed(entries: readonly Entry[], differences: Differences): Entry[] {
  const left = entries.filter((entry) => entry.kind === "heading" || !differences.has(entry.uid));
  const isEmpty = (at: number) => left[at]?.kind === "heading" && (left[at + 1]?.kind ?? "heading") === "heading";
  return left.flatMap((entry, at): Entry[] => {
    if (entry.kind !== "heading") return [entry];
    if (isEmpty(at)) return [];
    const end = left.findIndex((other, place) => place > at && other.kind === "heading");
    const count = (end < 0 ? left.length : end) - at - 1;
    return [{ ...entry, count, total: entry.total - entry.count + count }];
  });
}
