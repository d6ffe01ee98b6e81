import { useQuery } from "@tanstack/react-query";

import { healthQuery } from "../../api/signals";
import { AppLink } from "../../components/AppLink";
import { useAsOf } from "../../components/instants";
import { Look } from "../../components/Look";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";
import { healthLook } from "../signals/words";

/** How well a CI is by its own signals, and how much of what it needs is not; the way to the causes. */
export function HealthFact({ uid }: { uid: string }) {
  const asOf = useAsOf();
  const { data: health } = useQuery(healthQuery(uid, asOf));
  if (!health) return <span className="dim">–</span>;
  const { signals, on_it: onIt, needs_critical: critical, needs_warning: warning } = health;
  const hasCauses = health.health !== "ok" || critical + warning > 0;
  return (
    <>
      <span title={signals.map(({ name, summary }) => `${name}: ${summary}`).join("\n")}><Look look={healthLook(health.health)} /></span>
      {signals.length > 0 && <span className="dim"> {signals.slice(0, 3).map(({ name }) => name).join(", ")}</span>}
      {onIt.length > 0 && <span className="dim"> · {t("{count, plural, one {# thing on it is} other {# things on it are}} not well", { count: onIt.length })}</span>}
      {critical + warning > 0 && <span className="dim"> · {t("{count, plural, one {# CI that it needs is} other {# CIs that it needs are}} not well", { count: critical + warning })}</span>}
      {hasCauses && <> <AppLink href={hrefOf("/causes", { target: uid, ...(asOf === "" ? {} : { as_of: asOf }) })}>{t("Why?")}</AppLink></>}
    </>
  );
}
