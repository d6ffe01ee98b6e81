import type { Rack, RackSummary } from "../../api/racks";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";

export function faceWord(face: string): string {
  const words: Record<string, string> = { front: t("front"), rear: t("rear"), both: t("front and rear") };
  return words[face] ?? face;
}

/** Where a rack stands and what it is called. */
export function rackPath({ place, name }: Pick<RackSummary, "place" | "name">): string {
  return [place.site, place.room, name].filter((part) => part !== "").join(" / ");
}

/** The page of a rack, where a device of it is marked. */
export function rackHref(uid: string, device = ""): string {
  return hrefOf(`/racks/${encodeURIComponent(uid)}`, device === "" ? {} : { device });
}

/** How full a rack is, in one line. */
export function fullness({ height_units: height, used_units: used, largest_free: largest, is_height_assumed: isAssumed }: Rack | RackSummary): string {
  const told = t("{used} of {height} units used, at most {largest} free in a row", { used, height, largest });
  return isAssumed ? `${told}; ${t("its height is not told, and assumed")}` : told;
}
