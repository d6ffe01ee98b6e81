import { expect, test } from "vitest";

import type { RecordDetail } from "../../api/records";
import { otherThanSeen } from "./seen";

type Told = Pick<RecordDetail, "state_label" | "affects" | "values" | "ballot">;

function change(ends: string, facts: [key: string, text: string][], votes: string[] = []): RecordDetail {
  const told: Told = {
    state_label: "Approval", affects: [], values: [{ field: "planned_end", value: ends, shown: ends, may_change: false }],
    ballot: {
      opened_at: "", verdict: "open", needs: [], lapsed: [], facts: facts.map(([key, text]) => ({ key, text })),
      votes: votes.map((by) => ({ by, on_behalf_of: "", at: "", vote: "no", reason: "" })),
    },
  };
  return told as RecordDetail;
}

test("what differs stands side by side, and nothing else", () => {
  const seen = change("22:00", [["risk", "low risk"], ["service:a", "Shop is at risk"], ["freeze", "Year end"]]);
  const now = change("23:00", [["risk", "low risk"], ["service:a", "Shop is down"], ["collision", "hits the same as CHG2"]], ["carla"]);
  expect(otherThanSeen(seen, now, (field) => field)).toEqual([
    { what: "planned_end", seen: "22:00", now: "23:00" },
    { what: "Fact", seen: "Shop is at risk", now: "Shop is down" },
    { what: "Fact", seen: "Year end", now: "" },
    { what: "Votes", seen: "", now: "carla: no" },
    { what: "Fact", seen: "", now: "hits the same as CHG2" },
  ]);
  expect(otherThanSeen(now, now, (field) => field)).toEqual([]);
});
