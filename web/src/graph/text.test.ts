import { describe, expect, it } from "vitest";

import { fitter } from "./text";

const fit = fitter((text) => text.length);

describe("fitter", () => {
  it("leaves what fits", () => {
    expect(fit("short", 5)).toBe("short");
  });

  it("cuts the rest with an ellipsis", () => {
    expect(fit("much too long", 6)).toBe("much…");
    expect(fit("much too long", 7)).toBe("much t…");
  });

  it("never cuts through what is read as one letter", () => {
    const family = "👨‍👩‍👧";

    expect(fit(`${family}${family}`, family.length + 2)).toBe(`${family}…`);
  });

  it("leaves an ellipsis where there is no room at all", () => {
    expect(fit("long", 0)).toBe("…");
  });
});
