import { describe, expect, it } from "vitest";

import { targetsOf, withToggled } from "./choosing";

describe("choosing drift", () => {
  it("lets a whole CI take the place of its single changes", () => {
    const single = withToggled(withToggled([], { uid: "a", what: "name" }), { uid: "b", what: "name" });

    expect(targetsOf(withToggled(single, { uid: "a", what: "" }))).toEqual({ ci_uids: ["a"], changes: [{ ci_uid: "b", what: "name" }] });
  });

  it("takes off what is chosen already", () => {
    expect(withToggled([{ uid: "a", what: "" }], { uid: "a", what: "" })).toEqual([]);
  });
});
