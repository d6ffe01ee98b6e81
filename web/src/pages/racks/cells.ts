/** A rack as the cells of a table: what stands at each unit of a face, and what of it is one cell. */
import type { Rack, RackDevice } from "../../api/racks";

export type Side = "front" | "rear";
const SIDES: readonly Side[] = ["front", "rear"];

/** A cell: from `unit` so many units downwards, on one side or through the rack; without devices it is free. */
export interface Cell {
  unit: number;
  rows: number;
  side: Side;
  isThrough: boolean;
  devices: readonly RackDevice[];
}

interface Run {
  top: number;
  rows: number;
  devices: readonly RackDevice[];
}

function topOf({ unit, height_units: height }: RackDevice): number {
  return (unit ?? 0) + height - 1;
}

function at(rack: Rack, unit: number, side: Side): RackDevice[] {
  return rack.mounted.filter((one) => one.unit !== null && (one.face === side || one.face === "both") && one.unit <= unit && unit <= topOf(one));
}

function same(one: readonly RackDevice[], other: readonly RackDevice[]): boolean {
  return one.length === other.length && one.every((device, turn) => device === other[turn]);
}

/** Units in a row with the same devices, from the top downwards. */
function runs(rack: Rack, side: Side): Run[] {
  const found: Run[] = [];
  for (let unit = rack.height_units; unit >= 1; unit -= 1) {
    const devices = at(rack, unit, side);
    const last = found.at(-1);
    if (last && same(last.devices, devices)) last.rows += 1;
    else found.push({ top: unit, rows: 1, devices });
  }
  return found;
}

/** The cells that begin at each unit, from the top unit downwards; the front first. */
export function rowsOf(rack: Rack): { unit: number; cells: Cell[] }[] {
  const [front, rear] = SIDES.map((side) => new Map(runs(rack, side).map((run) => [run.top, run])));
  const isThrough = (unit: number) => {
    const [one, other] = [front?.get(unit), rear?.get(unit)];
    return one !== undefined && other !== undefined && one.rows === other.rows && same(one.devices, other.devices);
  };
  return Array.from({ length: rack.height_units }, (_, turn) => rack.height_units - turn).map((unit) => {
    const through = isThrough(unit);
    const cells = SIDES.flatMap((side): Cell[] => {
      const run = (side === "front" ? front : rear)?.get(unit);
      if (!run || (through && side === "rear")) return [];
      return [{ unit, rows: run.rows, side, isThrough: through, devices: run.devices }];
    });
    return { unit, cells };
  });
}

/** The units of a device as people say them: 5, or 5–7. */
export function unitsOf({ unit, height_units: height }: Pick<RackDevice, "unit" | "height_units">): string {
  if (unit === null) return "";
  return height > 1 ? `${unit}–${unit + height - 1}` : String(unit);
}
