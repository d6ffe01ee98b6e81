import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { racksQuery } from "../../api/racks";
import { AsOfBanner, AsOfPicker } from "../../components/AsOf";
import { useAsOf } from "../../components/instants";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { RackTable } from "./RackTable";

/** All racks by site and room, with how full they are. */
export function RacksPage() {
  const [search, change] = useUrlState();
  const room = first(search, "room");
  const asOf = useAsOf();
  const racks = useQuery(racksQuery(room, 500, asOf));
  const places = racks.data?.rooms.map(({ place }) => place) ?? [];
  const sites = new Map(places.filter(({ site_uid: uid }) => uid !== "").map(({ site, site_uid: uid }) => [uid, site]));
  const choices = [...sites].flatMap(([uid, site]) => [
    { value: uid, label: site },
    ...places.filter((one) => one.site_uid === uid && one.room_uid !== "").map((one) => ({ value: one.room_uid, label: `${site} / ${one.room}` })),
  ]);
  return (
    <div className={administration.stack}>
      <title>{`${t("Racks")} · Plumbline`}</title>
      <h1>{t("Racks")}</h1>
      <div className={administration.filters}>
        <NativeSelect label={t("Place")} value={room} data={[{ value: "", label: t("All sites") }, ...choices]} onChange={({ currentTarget }) => { change({ room: currentTarget.value || null }, { push: true }); }} />
        <AsOfPicker />
      </div>
      <AsOfBanner />
      <Loaded query={racks} what={t("The racks could not be loaded.")}>
        {({ items, total }) => (
          <>
            {items.length < total && <p role="status">{t("The first {shown} of {total}: choose a place to see its racks.", { shown: items.length, total })}</p>}
            <RackTable racks={items} total={total} />
          </>
        )}
      </Loaded>
    </div>
  );
}
