import { describe, expect, it } from "vitest";

import { marked } from "./hits";

describe("marked", () => {
  it("finds every word, whatever its case", () => {
    expect(marked("Berlin DB 1", "db ber")).toEqual(["", "Ber", "lin ", "DB", " 1"]);
  });

  it("takes signs for what they are", () => {
    expect(marked("10.0.0.1", "0.0")).toEqual(["1", "0.0", ".0.1"]);
    expect(marked("a(b", "(")).toEqual(["a", "(", "b"]);
  });

  it("marks nothing for nothing", () => {
    expect(marked("abc", " ")).toEqual(["abc"]);
  });
});
