import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type SeenStation, stationsQuery } from "../../api/scans";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";

/** As many as a section shows without being asked, and as many as the server tells at once. */
const [AT_FIRST, STEP, MOST] = [50, 150, 500];

function CIName({ uid, name }: { uid: string; name: string }) {
  return <AppLink href={ciHref(uid)}>{name}</AppLink>;
}

const columns = () => [
  { key: "mac", label: t("Hardware address"), width: 150, cell: (one: SeenStation) => <><span className="mono">{one.mac}</span>{one.said !== "" && <div className="dim">{one.said}</div>}</> },
  { key: "device", label: t("Seen by"), width: 170, cell: (one: SeenStation) => <CIName uid={one.device_uid} name={one.device} /> },
  { key: "port", label: t("At the port"), width: 120, cell: (one: SeenStation) => <CIName uid={one.port_uid} name={one.port} /> },
  { key: "others", label: t("Others there"), width: 90, isNumber: true, cell: (one: SeenStation) => formatNumber(one.others) },
  { key: "evidence", label: t("Shown by"), width: 90, cell: (one: SeenStation) => one.evidence },
  {
    key: "why", label: t("Why not?"), width: 90,
    cell: (one: SeenStation) => (
      <AppLink href={hrefOf("/discovery", { tab: "why", q: one.mac })} aria-label={t("Why not {address}?", { address: one.mac })}>{t("Why not?")}</AppLink>
    ),
  },
];

/** What is seen on the wire by its hardware address alone, and where; nothing where there is nothing. */
export function StationsPanel() {
  const [limit, setLimit] = useState(AT_FIRST);
  const stations = useQuery(stationsQuery(limit));
  return (
    <Loaded query={stations} what={t("The hardware addresses could not be loaded.")}>
      {({ items, total }) =>
        total > 0 && (
          <>
            <SectionTable title={t("Seen without an IP address")} count={total} columns={columns()} rows={items} rowKey={(one) => `${one.network_scope}/${one.mac}`} />
            {items.length < Math.min(total, MOST) && (
              <div>
                <Button variant="default" loading={stations.isPlaceholderData} onClick={() => { setLimit(Math.min(MOST, limit + STEP)); }}>
                  {t("Show more: {shown} of {total} are shown", { shown: items.length, total })}
                </Button>
              </div>
            )}
            {total > items.length && items.length >= MOST && (
              <p className="dim">{t("The first {shown} of {total}; `cmdb scans hardware-addresses` lists all.", { shown: items.length, total })}</p>
            )}
          </>
        )
      }
    </Loaded>
  );
}
