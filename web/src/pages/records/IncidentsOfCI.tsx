import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { recordsOfCIQuery } from "../../api/records";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { OpenRecord } from "./OpenRecord";
import { RecordTable } from "./RecordTable";

/** The incidents that are about a CI, the newest first, and a way to report another one. */
export function IncidentsOfCI({ uid, name }: { uid: string; name: string }) {
  const records = useQuery(recordsOfCIQuery(uid));
  const [isOpening, setOpening] = useState(false);
  return (
    <div className={administration.stack}>
      <div><Button onClick={() => { setOpening(true); }}>{t("Report an incident…")}</Button></div>
      <Loaded query={records} what={t("The incidents could not be loaded.")}>
        {({ items, total }) => <RecordTable title={t("Incidents")} total={total} records={items} empty={<Empty>{t("No incident was about it.")}</Empty>} />}
      </Loaded>
      {isOpening && <OpenRecord type="incident" affects={[[uid, name]]} close={() => { setOpening(false); }} />}
    </div>
  );
}
