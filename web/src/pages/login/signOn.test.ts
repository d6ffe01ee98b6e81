import { describe, expect, it } from "vitest";

import { safeNext } from "./signOn";

describe("safeNext", () => {
  it("keeps addresses of this application", () => {
    expect(["/", "/cis?q=app1&site=Troms\u00F8#top"].map(safeNext)).toEqual(["/", "/cis?q=app1&site=Troms\u00F8#top"]);
  });

  it("sends nobody elsewhere", () => {
    const elsewhere = ["", "cis", "//example.net", "/\\example.net", "/\t/example.net", "/\n//example.net", "https://example.net", "javascript:alert(1)"];
    expect(new Set(elsewhere.map(safeNext))).toEqual(new Set(["/"]));
  });
});
