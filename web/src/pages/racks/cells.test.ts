import { describe, expect, it } from "vitest";

import type { Rack, RackDevice } from "../../api/racks";
import { rowsOf, unitsOf } from "./cells";

function device(name: string, unit: number | null, height = 1, face = "both"): RackDevice {
  return { uid: name, name, ci_class: "server", class_label: "Server", status: "active", unit, height_units: height, face, in_conflict: false };
}

function rack(...mounted: RackDevice[]): Rack {
  const place = { site: "Oslo", site_uid: "s", room: "R1", room_uid: "r" };
  return {
    uid: "k", name: "A1", status: "active", place, height_units: 4, is_height_assumed: false, used_units: 0, largest_free: 0,
    devices: mounted.length, conflicts: 0, mounted, free: [], problems: [],
  };
}

function cells(...mounted: RackDevice[]): string[] {
  return rowsOf(rack(...mounted)).flatMap((row) => row.cells.map(({ unit, rows, side, isThrough, devices }) =>
    `${unit}x${rows} ${isThrough ? "through" : side} ${devices.map(({ name }) => name).join("+")}`));
}

describe("the cells of a rack", () => {
  it("are one where it is free through and through", () => {
    expect(cells(device("beside", null))).toEqual(["4x4 through "]);
  });

  it("are as high as a device, and go through where it takes both sides", () => {
    expect(cells(device("a", 2, 2), device("b", 1, 1, "front"))).toEqual(["4x1 through ", "3x2 through a", "1x1 front b", "1x1 rear "]);
  });

  it("name all devices of a unit that several take, and leave out what is beyond the rack", () => {
    expect(cells(device("a", 3, 9), device("b", 3, 1, "rear"))).toEqual(["4x2 front a", "4x1 rear a", "3x1 rear a+b", "2x2 through "]);
  });

  it("fill every unit of both sides once", () => {
    const filled = rowsOf(rack(device("a", 1, 2, "front"), device("b", 2, 2, "rear"))).flatMap((row) => row.cells);
    expect(filled.reduce((sum, { rows, isThrough }) => sum + rows * (isThrough ? 2 : 1), 0)).toBe(8);
  });
});

describe("units in words", () => {
  it("are a number or from one to another", () => {
    expect([unitsOf(device("a", 5)), unitsOf(device("a", 5, 3)), unitsOf(device("a", null))]).toEqual(["5", "5–7", ""]);
  });
});
