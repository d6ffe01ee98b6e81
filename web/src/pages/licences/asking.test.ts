import { expect, test } from "vitest";

import { askedOf } from "./asking";

const TYPED = { machine: "app7", host: "esx9", cores: "2x24", cluster: "esx" };

test("each kind of change is asked in its own words", () => {
  const processors = [{ cores: 24, model: "" }, { cores: 24, model: "" }];

  expect(askedOf({ ...TYPED, kind: "move" })).toEqual({ moves: [{ machine: "app7", host: "esx9" }] });
  expect(askedOf({ ...TYPED, kind: "retire" })).toEqual({ retired: ["app7"] });
  expect(askedOf({ ...TYPED, kind: "host" })).toEqual({ hosts: [{ name: "app7", processors, cluster: "esx" }] });
  expect(askedOf({ ...TYPED, kind: "cores" })).toEqual({ sizes: [{ machine: "app7", processors, virtual_cores: 0 }] });
  expect(askedOf({ ...TYPED, kind: "cores", cores: "8" })).toEqual({ sizes: [{ machine: "app7", processors: [], virtual_cores: 8 }] });
});
