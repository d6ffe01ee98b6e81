import { expect, it } from "vitest";

import { edge, node } from "../../graph/testGraphs";
import { served } from "./served";

it("names the worst service that hangs on a CI, and who owns it", () => {
  const nodes = ["db", "app", "shop", "wiki", "idle"].map((uid) => node(uid, 1));
  const edges = [edge("app", "db"), edge("shop", "app"), edge("wiki", "db"), edge("db", "app")];
  const service = (uid: string, owner_name: string | null) => ({ uid, name: uid.toUpperCase(), owner_name });

  const found = served({ nodes, edges, services: [service("shop", "Sales"), service("wiki", null)] } as never);

  expect(found.map(({ uid, service: of, team }) => [uid, of, team])).toEqual([
    ["db", "SHOP", "Sales"], ["app", "SHOP", "Sales"], ["shop", "SHOP", "Sales"], ["wiki", "WIKI", undefined], ["idle", undefined, undefined],
  ]);
});
