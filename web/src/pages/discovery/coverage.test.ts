import { expect, it } from "vitest";

import { bySite } from "./coverage";

it("sums subnets by site", () => {
  const funnel = (site: string, seen: number, fresh: number) => ({ network_scope: "default", subnet: "x", site, counts: { seen, fresh } });

  expect(bySite([funnel("Oslo", 5, 2), funnel("", 1, 0), funnel("Oslo", 3, 3)])).toEqual([
    { site: "", counts: { seen: 1, fresh: 0 } },
    { site: "Oslo", counts: { seen: 8, fresh: 5 } },
  ]);
});
