import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";

import { type Rack, rackQuery } from "../../api/racks";
import { AppLink } from "../../components/AppLink";
import { AsOfBanner, AsOfPicker } from "../../components/AsOf";
import { useAsOf } from "../../components/instants";
import { ciHref } from "../../components/links";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { first, hrefOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { RackPanel } from "./RackPanel";

/** One rack, to look at, to change and to print. */
export function RackPage() {
  const { uid = "" }: { uid?: string } = useParams({ strict: false });
  const [search] = useUrlState();
  const asOf = useAsOf();
  const rack = useQuery(rackQuery(uid, asOf));
  return (
    <div className={administration.stack}>
      <title>{`${rack.data?.name ?? t("Rack")} · Plumbline`}</title>
      <Loaded query={rack} what={t("The rack could not be loaded.")} lines={12}>
        {(found) => (
          <>
            <p style={{ margin: 0 }} data-not-printed><AppLink href="/racks">{t("All racks")}</AppLink></p>
            <h1>{t("Rack {name}", { name: found.name })}</h1>
            <Where rack={found} />
            <AsOfBanner />
            <RackPanel rack={found} marked={first(search, "device")} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Where({ rack: { uid, place } }: { rack: Rack }) {
  const { site, site_uid: siteUid, room, room_uid: roomUid } = place;
  return (
    <div className="row">
      {siteUid !== "" && <AppLink href={hrefOf("/racks", { room: siteUid })}>{site}</AppLink>}
      {roomUid !== "" && <><span aria-hidden>/</span><AppLink href={hrefOf("/racks", { room: roomUid })}>{room}</AppLink></>}
      <span className="row" data-not-printed>
        <AppLink href={ciHref(uid)}>{t("What is known of it")}</AppLink>
        <Button size="compact-sm" variant="default" onClick={() => { window.print(); }}>{t("Print")}</Button>
        <AsOfPicker />
      </span>
    </div>
  );
}
