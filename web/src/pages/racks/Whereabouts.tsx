import { useQuery } from "@tanstack/react-query";

import { rackPositionQuery } from "../../api/racks";
import { AppLink } from "../../components/AppLink";
import { useAsOf } from "../../components/instants";
import { t } from "../../locales/i18n";
import { unitsOf } from "./cells";
import { faceWord, rackHref, rackPath } from "./words";

/** The rack and the units that a device stands at, in one line; nothing where it stands in none. */
export function Whereabouts({ uid }: { uid: string }) {
  const { data } = useQuery(rackPositionQuery(uid, useAsOf()));
  if (!data?.rack) return null;
  const { rack, unit, height_units: height, face } = data;
  const units = unit === null ? t("beside the units") : t("unit {units}", { units: unitsOf({ unit, height_units: height ?? 1 }) });
  return <p style={{ margin: 0 }}>{t("Stands in")} <AppLink href={rackHref(rack.uid, uid)}>{rackPath(rack)}</AppLink>, {units}, {faceWord(face ?? "both")}</p>;
}
