import { expect, test } from "vitest";

import type { Causes } from "../../api/causes";
import { graphOfCauses } from "./causeGraph";

test("the symptom is the source, causes have their rank and their health as state", () => {
  const graph: Causes["graph"] = {
    nodes: [
      { uid: "ci_s", name: "shop", ci_class: "business_service", health: "ok", rank: null, level: 0 },
      { uid: "ci_d", name: "db", ci_class: "server", health: "critical", rank: 1, level: 1 },
    ],
    edges: [{ source: "ci_s", target: "ci_d", soft: false }],
    hidden: 0,
  };

  const drawn = graphOfCauses({ graph } as Causes, (name) => name, "k");

  expect(drawn.nodes.map(({ name, state, level }) => [name, state, level])).toEqual([["shop", "source", 0], ["1. db", "down", 1]]);
  expect([...drawn.links.from, ...drawn.links.to]).toEqual([1, 0]);
});
