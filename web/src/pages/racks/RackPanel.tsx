import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Face, Rack } from "../../api/racks";
import { announce } from "../../components/announce";
import { useAsOf } from "../../components/instants";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { ResultLine, useResult } from "../administration/Result";
import { DeviceName, Elevation, MoveButton, type Wish } from "./Elevation";
import { PlaceDialog, type Start } from "./PlaceDialog";
import classes from "./racks.module.css";
import { faceWord, fullness } from "./words";

/** Where the dialog begins for what somebody wants to do. */
function startOf(rack: Rack, wish: Wish): Start {
  if (wish.kind === "put") return { device: null, rack: rack.uid, unit: wish.unit, height: 1, face: wish.face, isIn: false };
  const { device } = wish;
  return { device, rack: rack.uid, unit: device.unit, height: device.height_units, face: device.face as Face, isIn: true };
}

interface Props {
  rack: Rack;
  marked?: string;
}

/** A rack with all that stands in it: what cannot be first, then its units, then what hangs beside them. */
export function RackPanel({ rack, marked = "" }: Props) {
  const [wanted, setWanted] = useState<Wish | null>(null);
  const [result, tell] = useResult();
  const queries = useQueryClient();
  // What was is looked at; nothing is moved there.
  const isPast = useAsOf() !== "";
  const may = useMay("write") && !isPast;
  const wish = may ? setWanted : undefined;
  const beside = rack.mounted.filter(({ unit }) => unit === null);
  const done = (text: string) => {
    announce(text);
    tell({ state: "up", text });
    void queries.invalidateQueries();
  };
  return (
    <div className={administration.stack}>
      <p style={{ margin: 0 }}>{fullness(rack)}</p>
      <ResultLine result={result} />
      <div className={classes.two}>
        <Elevation rack={rack} marked={marked} wish={wish} />
        <div className={administration.stack}>
          {rack.problems.length > 0 && (
            <section className="panel" aria-label={t("Conflicts")}>
              <h2><span className="state" data-state="down"><span aria-hidden>■</span></span> {t("Conflicts")}</h2>
              <ul className={classes.list}>{rack.problems.map(({ message }) => <li key={message}>{message}</li>)}</ul>
            </section>
          )}
          <section className="panel" aria-label={t("Beside the units")}>
            <h2>{t("Beside the units")}</h2>
            {beside.length === 0 && <p className="dim">{t("Nothing is said to stand in it without a unit.")}</p>}
            <ul className={classes.list}>
              {beside.map((device, place) => (
                <li key={device.uid || place}><span className={classes.inside}><DeviceName device={device} /> <span className="dim">{device.class_label}, {faceWord(device.face)}</span><MoveButton device={device} wish={wish} /></span></li>
              ))}
            </ul>
            {may && <Button size="compact-sm" variant="default" data-not-printed onClick={() => { setWanted({ kind: "put", unit: null, face: "both" }); }}>{t("Put a device…")}</Button>}
          </section>
        </div>
      </div>
      {wanted && <PlaceDialog start={startOf(rack, wanted)} done={done} close={() => { setWanted(null); }} />}
    </div>
  );
}
