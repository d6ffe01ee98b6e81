import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { recordsOfCIQuery, recordTypesQuery } from "../../api/records";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { OpenDialog } from "./OpenDialog";
import { RecordTable } from "./RecordTable";
import { recordHref, typeNamed } from "./words";

/** The incidents that are about a CI, the newest first, and a way to report another one. */
export function IncidentsOfCI({ uid, name }: { uid: string; name: string }) {
  const records = useQuery(recordsOfCIQuery(uid));
  const kind = typeNamed(useQuery(recordTypesQuery).data ?? [], "incident");
  const [isOpening, setOpening] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <div className={administration.stack}>
      <div><Button onClick={() => { setOpening(true); }}>{t("Report an incident…")}</Button></div>
      <Loaded query={records} what={t("The incidents could not be loaded.")}>
        {({ items, total }) => <RecordTable title={t("Incidents")} total={total} records={items} empty={<Empty>{t("No incident was about it.")}</Empty>} />}
      </Loaded>
      {isOpening && kind && (
        <OpenDialog
          kind={kind} affects={[[uid, name]]} close={() => { setOpening(false); }}
          opened={(record) => {
            void queries.invalidateQueries({ queryKey: ["records"] });
            void navigate({ to: recordHref(record) } as never);
          }}
        />
      )}
    </div>
  );
}
