/** How the map names layers, links and ports. */
import type { MapCable, MapDevice, MapLink } from "../../../api/networkMap";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";

export const ELSEWHERE = -1;

export type StateLook = readonly [state: string, glyph: string, word: string];

/** What a layer is called; `layer` null: without a known link. */
export function layerWord(layer: number | null): string {
  if (layer === null) return t("No known link");
  if (layer === ELSEWHERE) return t("Elsewhere");
  return layer === 0 ? t("Way out") : t("{layer, plural, one {# hop} other {# hops}}", { layer });
}

export function layerTitle(layer: number | null, count: number): string {
  return `${layerWord(layer)} · ${formatNumber(count)}`;
}

/** The short forms that network people write: Gi1/0/7 for GigabitEthernet1/0/7. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^FourHundredGig(?:abitEthernet|E)(?=\d)/i, "FH"], [/^HundredGig(?:abitEthernet|E)(?=\d)/i, "Hu"], [/^FortyGig(?:abitEthernet|E)(?=\d)/i, "Fo"],
  [/^TwentyFiveGig(?:abitEthernet|E)(?=\d)/i, "Twe"], [/^TenGig(?:abitEthernet|E)(?=\d)/i, "Te"], [/^GigabitEthernet(?=\d)/i, "Gi"],
  [/^FastEthernet(?=\d)/i, "Fa"], [/^Ethernet(?=\d)/i, "Eth"], [/^Port-channel(?=\d)/i, "Po"],
];

export function shortPort(name: string): string {
  const found = SHORT.find(([form]) => form.test(name));
  return found ? name.replace(found[0], found[1]) : name;
}

/** How sure a link or cable is, and whether it is still seen. */
export function certaintyLook({ is_stale, is_inferred, confidence }: Pick<MapLink | MapCable, "is_stale" | "is_inferred" | "confidence">): StateLook {
  if (is_stale) return ["unknown", "○", t("Not seen for long")];
  if (is_inferred) return ["at_risk", "◆", t("Inferred, {share} % sure", { share: Math.round(100 * confidence) })];
  return ["up", "●", t("Told by its ends")];
}

/** "VLAN 10, 20" */
export function vlanWords(vlans: readonly number[]): string {
  return vlans.length === 0 ? "" : t("VLAN {numbers}", { numbers: vlans.join(", ") });
}

/** "3 cables" for more than one. */
export function membersWord({ members }: MapLink): string {
  return members > 1 ? t("{members} cables in parallel", { members }) : "";
}

/** The evidence of a cable in words: "derivation: forwarding table". */
export function evidenceWords({ attributes }: MapCable): string {
  return Object.entries(attributes).map(([name, value]) => {
    const said = Array.isArray(value) ? value.join(", ") : String(value);
    return name === "explanation" ? said : `${name.replaceAll("_", " ")}: ${said}`;
  }).join("; ");
}

/** "Ethernet11 of osl-core-01 – TenGigabitEthernet1/1/1 of osl-acc-01" */
export function cableWords(cable: MapCable, source: string, target: string): string {
  return t("{port} of {source} – {peer} of {target}", { port: cable.port.name, source, peer: cable.peer.name, target });
}

/** "Switch · Oslo · 2 hops" */
export function factsOf({ class_label, site, is_elsewhere, is_inferred, layer }: MapDevice): string {
  return [class_label, is_inferred ? t("inferred, nobody reads it") : "", is_elsewhere ? (site ?? t("no known site")) : "", layerWord(layer)].filter(Boolean).join(" · ");
}
