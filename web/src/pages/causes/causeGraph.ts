/** The cause graph as something to draw, as pure steps. */
import type { Causes } from "../../api/causes";
import { type Graph, graphOf, type State } from "../../graph/model";
import type { SceneWords } from "../../graph/scene";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

const STATE_OF: Record<string, State> = { critical: "down", warning: "degraded", ok: "up" };

/** The symptom is level 0, what it needs stands behind it; the first cause is marked. */
export function graphOfCauses({ graph: { nodes, edges } }: Causes, labelOf: (name: string) => string, key: string): Graph {
  return graphOf(
    nodes.map(({ uid, name, ci_class, health, rank, level }) => ({
      uid, ci_class, level, name: rank === null ? name : `${String(rank)}. ${name}`, class_label: labelOf(ci_class), root: null, site: null,
      state: level === 0 ? "source" : STATE_OF[health] ?? "up", group: null,
    })),
    edges.map(({ source, target, soft }) => ({ source, target, strength: soft ? "soft" : "hard" })),
    key,
  );
}

export const WORDS: SceneWords = {
  level: (level, count) => (level === 0 ? t("Symptom") : t("Step {level} · {count}", { level, count: formatNumber(count) })),
  ends: () => null,
};
