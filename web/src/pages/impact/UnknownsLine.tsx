import { useQuery } from "@tanstack/react-query";

import { unknownsQuery } from "../../api/unknowns";
import { AppLink } from "../../components/AppLink";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";
import { LeftOut, ShareLook } from "../services/UnknownsTab";

/** How much of what is reached is known at all: an answer is only as right as the map. Of the past nobody knows. */
export function UnknownsLine({ source, asOf }: { source: readonly string[]; asOf: string }) {
  const [uid = ""] = source;
  const { data } = useQuery({ ...unknownsQuery(uid), enabled: asOf === "" && source.length === 1 });
  if (!data || data.connections + data.scanners.length === 0) return null;
  return (
    <div>
      <ShareLook unknowns={data} />{" "}
      {data.peers.total > 0 && <AppLink href={hrefOf("/services", { tab: "unknown" })}>{t("{count, plural, one {# unknown address} other {# unknown addresses}}", { count: data.peers.total })}</AppLink>}
      {data.programs.length > 0 && <span className="dim"> {t("{count} ports of machines without a sensor", { count: formatNumber(data.programs.length) })}</span>}
      <LeftOut scanners={data.scanners} />
    </div>
  );
}
