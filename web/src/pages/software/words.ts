/** Words of the software pages. */
import type { Licence, SoftwareStatus, SupportLine } from "../../api/software";
import { t } from "../../locales/i18n";

export const STATUSES: readonly SoftwareStatus[] = ["normalised", "partly", "publisher_only", "unknown", "manual"];
export const LICENCES: readonly Licence[] = ["commercial", "freeware", "free"];

export function statusLook(status: SoftwareStatus): readonly [string, string, string] {
  const looks: Record<SoftwareStatus, readonly [string, string, string]> = {
    normalised: ["up", "●", t("Normalised")],
    partly: ["degraded", "◐", t("Partly: no version")],
    publisher_only: ["degraded", "◐", t("Publisher only")],
    unknown: ["unknown", "○", t("Unknown")],
    manual: ["up", "●", t("By a person")],
  };
  return looks[status];
}

export function licenceWord(licence: Licence): string {
  const words: Record<Licence, string> = { commercial: t("Commercial"), freeware: t("Freeware"), free: t("Free"), "": t("Not known") };
  return words[licence];
}

/** A product as it is spoken of: Adobe Photoshop, but Microsoft 365 Apps, whose name begins with its publisher. */
export function fullName({ publisher, product }: { publisher: string; product: string }): string {
  const isInIt = `${product} `.toLowerCase().startsWith(`${publisher} `.toLowerCase());
  return isInIt ? product : `${publisher} ${product}`.trim();
}

export function supportLook(state: SupportLine["state"]): readonly [string, string, string] {
  const looks: Record<SupportLine["state"], readonly [string, string, string]> = {
    ended: ["down", "■", t("No longer supported")],
    ends_soon: ["degraded", "◐", t("Ends soon")],
    supported: ["up", "●", t("Supported")],
    unknown: ["unknown", "○", t("Unknown")],
  };
  return looks[state];
}
