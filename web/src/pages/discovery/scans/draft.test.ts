import { describe, expect, it } from "vitest";

import type { ScanDefinition } from "../../../api/scans";
import { draftOf, noPortIn, planOf } from "./draft";

const window = { days: ["sat"], begins: "22:00", ends: "06:00" };

describe("the draft of a scan", () => {
  it("keeps a definition as it is when nothing is changed", () => {
    const plan = {
      ...planOf({ ...draftOf(null), name: "office", ranges: "10.0.0.0/24, 10.0.1.5" }),
      blackouts: [window, { ...window, days: ["sun"] }], tries: 4, tags: ["core"], tcp_ports: [22, 8080], fact_intervals: { software: 24 }, reads_configuration: false,
    };
    const definition: ScanDefinition = { ...plan, uid: "sd_1", next_run_at: null, updated_at: "", updated_by: "" };

    expect(planOf(draftOf(definition))).toEqual(plan);
  });

  it("reads lists as people type them and a blackout as a window of working days", () => {
    const plan = planOf({ ...draftOf(null), ranges: "10.0.0.0/24\n10.0.1.5 - 9 ,", tcp_ports: "22 80,x", blackouts: "08:00 - 17:00" });

    expect(plan.ranges).toEqual(["10.0.0.0/24", "10.0.1.5 - 9"]);
    expect(plan.tcp_ports).toEqual([22, 80]);
    expect(noPortIn("22 80,x")).toBe("x");
    expect(noPortIn("22, 65536")).toBe("65536");
    expect(noPortIn("22, 80")).toBeNull();
    expect(plan.blackouts).toEqual([{ days: ["mon", "tue", "wed", "thu", "fri"], begins: "08:00", ends: "17:00" }]);
  });
});
