import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { rackPositionQuery, rackQuery, racksQuery } from "../../api/racks";
import type { CI } from "../../api/types";
import { announce } from "../../components/announce";
import { AppLink } from "../../components/AppLink";
import { useAsOf } from "../../components/instants";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { PlaceDialog } from "./PlaceDialog";
import { RackPanel } from "./RackPanel";
import { RackTable } from "./RackTable";
import { Whereabouts } from "./Whereabouts";
import { rackHref } from "./words";

const PLACES = ["site", "room"];

/** What a CI has to do with racks: it is one, has some, or stands in one; nothing of what never does. */
export function racksOf({ ci_class: ciClass, class_path: path }: CI): "rack" | "racks" | "device" | null {
  if (ciClass === "rack") return "rack";
  if (PLACES.includes(ciClass)) return "racks";
  return ciClass !== "virtual_machine" && path.some(({ name }) => name === "device") ? "device" : null;
}

export function RackTab({ ci }: { ci: CI }) {
  const kind = racksOf(ci);
  if (kind === "rack") return <OfRack uid={ci.uid} />;
  return kind === "racks" ? <OfPlace uid={ci.uid} /> : <OfDevice ci={ci} />;
}

function OfRack({ uid }: { uid: string }) {
  const rack = useQuery(rackQuery(uid, useAsOf()));
  return (
    <Loaded query={rack} what={t("The rack could not be loaded.")} lines={12}>
      {(found) => <div className={administration.stack}><p style={{ margin: 0 }}><AppLink href={rackHref(uid)}>{t("On a page of its own, to print")}</AppLink></p><RackPanel rack={found} /></div>}
    </Loaded>
  );
}

function OfPlace({ uid }: { uid: string }) {
  const racks = useQuery(racksQuery(uid, 500, useAsOf()));
  return (
    <Loaded query={racks} what={t("The racks could not be loaded.")}>
      {({ items, total }) => <RackTable racks={items} total={total} />}
    </Loaded>
  );
}

function OfDevice({ ci }: { ci: CI }) {
  const position = useQuery(rackPositionQuery(ci.uid, useAsOf()));
  return (
    <Loaded query={position} what={t("The rack could not be loaded.")} lines={12}>
      {(found) => found.rack
        ? <div className={administration.stack}><Whereabouts uid={ci.uid} /><RackPanel rack={found.rack} marked={ci.uid} /></div>
        : <NoRack ci={ci} />}
    </Loaded>
  );
}

function NoRack({ ci }: { ci: CI }) {
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const isPast = useAsOf() !== "";
  const may = useMay("write") && !isPast;
  const done = (text: string) => {
    announce(text);
    void queries.invalidateQueries();
  };
  return (
    <div className="panel">
      <Empty action={may && <Button variant="default" onClick={() => { setOpen(true); }}>{t("Put it into a rack…")}</Button>}>{t("It is not known to stand in a rack.")}</Empty>
      {isOpen && <PlaceDialog start={{ device: ci, rack: "", unit: null, height: 1, face: "both", isIn: false }} done={done} close={() => { setOpen(false); }} />}
    </div>
  );
}
