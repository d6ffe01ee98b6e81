import { describe, expect, it } from "vitest";

import { nextSort, rowWidth, sortingOf, tracks } from "./column";
import { type Extent, moved } from "./moving";

const EXTENT: Extent = { rows: 1000, columns: 5, page: 20 };

function rowAfter(key: string, row: number, extent = EXTENT): number | undefined {
  return moved(key, { row, column: 0 }, extent)?.row;
}

describe("moved", () => {
  it.each([
    ["j", 4, 5],
    ["ArrowDown", 4, 5],
    ["k", 4, 3],
    ["ArrowUp", 4, 3],
    ["PageDown", 4, 23],
    ["PageUp", 40, 21],
    ["Home", 40, 0],
    ["End", 40, 999],
  ])("%s leads from row %i to %i", (key, from, to) => {
    expect(rowAfter(key, from)).toBe(to);
  });

  it("stays within the rows", () => {
    expect(rowAfter("j", 999)).toBe(999);
    expect(rowAfter("k", 0)).toBe(0);
    expect(rowAfter("PageDown", 990)).toBe(999);
  });

  it("leads from the first row into the head and back", () => {
    expect(rowAfter("ArrowUp", 0)).toBe(-1);
    expect(rowAfter("ArrowDown", -1)).toBe(0);
    expect(rowAfter("ArrowDown", -1, { ...EXTENT, rows: 0 })).toBe(-1);
  });

  it("walks along the head", () => {
    expect(moved("ArrowRight", { row: -1, column: 1 }, EXTENT)).toEqual({ row: -1, column: 2 });
    expect(moved("End", { row: -1, column: 1 }, EXTENT)).toEqual({ row: -1, column: 4 });
    expect(moved("ArrowLeft", { row: -1, column: 0 }, EXTENT)).toEqual({ row: -1, column: 0 });
  });

  it("leaves other keys alone", () => {
    expect(moved("a", { row: 3, column: 0 }, EXTENT)).toBeNull();
    expect(moved("ArrowRight", { row: 3, column: 0 }, EXTENT)).toBeNull();
  });
});

describe("sorting", () => {
  it("is told of the sorted column alone", () => {
    expect(sortingOf("-name", { sort: "name" })).toBe("descending");
    expect(sortingOf("name", { sort: "name" })).toBe("ascending");
    expect(sortingOf("name", { sort: "status" })).toBe("none");
    expect(sortingOf("undefined", {})).toBe("none");
  });

  it("starts ascending and turns round when chosen again", () => {
    expect(nextSort("status", "name")).toBe("name");
    expect(nextSort("name", "name")).toBe("-name");
    expect(nextSort("-name", "name")).toBe("name");
  });
});

describe("widths", () => {
  it("are shared in proportion", () => {
    const columns = [{ width: 200 }, { width: 100 }];

    expect(tracks(columns)).toBe("minmax(200px, 200fr) minmax(100px, 100fr)");
    expect(rowWidth(columns)).toBe(300);
  });
});
