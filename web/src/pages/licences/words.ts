/** Words of the licence pages. */
import type { Line, Metric, Scope } from "../../api/licences";
import { t } from "../../locales/i18n";

export const METRICS: readonly Metric[] = ["device", "named_device", "user", "named_user", "concurrent", "client_access", "core", "processor", "site"];
export const SCOPES: readonly Scope[] = ["machine", "host", "cluster"];

export function metricWord(metric: Metric): string {
  const words: Record<Metric, string> = {
    device: t("Devices"), named_device: t("Named devices"), user: t("Users"), named_user: t("Named users"), concurrent: t("Concurrent users"),
    client_access: t("Client access"), core: t("Cores"), processor: t("Processors"), site: t("Sites"),
  };
  return words[metric];
}

export function scopeWord(scope: Scope): string {
  const words: Record<Scope, string> = { machine: t("of the machine itself"), host: t("of the host it runs on"), cluster: t("of all hosts it may move to") };
  return words[scope];
}

export function productsOf({ products }: Pick<Line, "products">): string {
  return products.map(({ product, edition }) => [product, edition].filter(Boolean).join(" ")).join(", ");
}

export function lineLook({ difference }: Line): readonly [string, string, string] {
  if (difference < 0) return ["down", "■", t("Missing")];
  return difference > 0 ? ["up", "●", t("Covered, some free")] : ["up", "●", t("Covered")];
}

/** What tells lines apart: each entitlement is behind one line only. */
export function keyOf({ entitlements }: Line): string {
  return entitlements[0]?.uid ?? "";
}

/** The position on a day ("" for today) of a product, of all without one. */
export function positionHref(on: string, of?: { publisher: string; product: string }): string {
  const asked = new URLSearchParams({ ...(on && { on }), ...of }).toString();
  return asked ? `/licences?${asked}` : "/licences";
}
