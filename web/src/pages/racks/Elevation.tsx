import { Button } from "@mantine/core";

import type { Rack, RackDevice } from "../../api/racks";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { t } from "../../locales/i18n";
import { type Cell, rowsOf } from "./cells";
import classes from "./racks.module.css";

/** What a person wants to do: put a device at a unit and side, or move one that is there. */
export type Wish = { kind: "put"; unit: number | null; face: "front" | "rear" | "both" } | { kind: "move"; device: RackDevice };

interface Props {
  rack: Rack;
  /** The uid of the device that is marked, "" for none. */
  marked: string;
  /** Nothing where the reader may not change anything. */
  wish?: (wish: Wish) => void;
}

/** A device by its name; one that may not be seen has no page. */
export function DeviceName({ device }: { device: RackDevice }) {
  return device.uid === "" ? <span className="dim">{device.name}</span> : <AppLink className="quiet" href={ciHref(device.uid)}>{device.name}</AppLink>;
}

export function MoveButton({ device, wish }: { device: RackDevice; wish: Props["wish"] }) {
  if (!wish || device.uid === "") return null;
  return (
    <Button size="compact-xs" variant="default" data-not-printed aria-label={t("Move {name}", { name: device.name })} onClick={() => { wish({ kind: "move", device }); }}>
      {t("Move…")}
    </Button>
  );
}

function Taken({ devices, wish }: { devices: readonly RackDevice[]; wish: Props["wish"] }) {
  const isClash = devices.length > 1 || devices.some(({ in_conflict }) => in_conflict);
  return (
    <div className={classes.inside}>
      {isClash && <span className="state" data-state="down"><span aria-hidden>■</span> {t("Conflict")}</span>}
      {devices.map((device, place) => (
        <span key={device.uid || place} className={classes.inside}>
          <DeviceName device={device} /> <span className="dim">{device.class_label}</span>
          <MoveButton device={device} wish={wish} />
        </span>
      ))}
    </div>
  );
}

function Free({ cell, wish }: { cell: Cell; wish: Props["wish"] }) {
  const { unit, rows, side, isThrough } = cell;
  const lowest = unit - rows + 1;
  const words = t("{rows} U free", { rows });
  const where = { lowest, unit, side: isThrough ? t("front and rear") : side === "front" ? t("front") : t("rear") };
  return (
    <div className={classes.inside}>
      <span className="dim">{words}</span>
      {wish && (
        <Button
          size="compact-xs" variant="default" data-not-printed
          aria-label={t("Put a device at units {lowest} to {unit}, {side}", where)}
          onClick={() => { wish({ kind: "put", unit: lowest, face: isThrough ? "both" : side }); }}
        >
          {t("Put…")}
        </Button>
      )}
    </div>
  );
}

function classOf({ devices }: Cell, marked: string): string {
  const isClash = devices.length > 1 || devices.some(({ in_conflict }) => in_conflict);
  const kind = devices.length === 0 ? "" : isClash ? classes.conflict ?? "" : classes.device ?? "";
  return marked !== "" && devices.some(({ uid }) => uid === marked) ? `${kind} ${classes.marked ?? ""}` : kind;
}

/** A rack from its top unit downwards, front and rear side by side. */
export function Elevation({ rack, marked, wish }: Props) {
  return (
    <table className={classes.elevation}>
      <caption>{t("{name}, from the top unit downwards", { name: rack.name })}</caption>
      <thead><tr><th scope="col"><abbr title={t("Rack unit, counted from the bottom")}>{t("U")}</abbr></th><th scope="col">{t("Front")}</th><th scope="col">{t("Rear")}</th></tr></thead>
      <tbody>
        {rowsOf(rack).map(({ unit, cells }) => (
          <tr key={unit}>
            <th scope="row">{unit}</th>
            {cells.map((cell) => (
              <td key={cell.side} rowSpan={cell.rows} colSpan={cell.isThrough ? 2 : 1} className={classOf(cell, marked)}>
                {cell.devices.length > 0 ? <Taken devices={cell.devices} wish={wish} /> : <Free cell={cell} wish={wish} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
