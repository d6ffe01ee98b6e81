import { useQuery } from "@tanstack/react-query";

import { recordTypesQuery } from "../../api/records";
import { Loaded } from "../../components/PageState";
import { UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { typeNamed } from "../records/words";
import { AssetList } from "./AssetList";
import { CalendarTab } from "./CalendarTab";
import { GapsTab } from "./GapsTab";
import { OF_THE_REPORT, ReportTab } from "./ReportTab";
import { OF_REPORTS } from "./words";

const OF_THE_LIST = ["q", "state", "category", "site", "holder", "acceptance", "due", ...OF_REPORTS, ...OF_THE_REPORT];

/** What is owned, and where that differs from what discovery sees. */
export function AssetsPage() {
  const types = useQuery(recordTypesQuery);
  return (
    <div className={administration.stack}>
      <title>{`${t("Assets")} · Plumbline`}</title>
      <h1>{t("Assets")}</h1>
      <Loaded query={types} what={t("The record types could not be loaded.")}>
        {(known) => {
          const kind = typeNamed(known, "asset");
          return kind && (
            <UrlTabs
              label={t("Assets")} forgets={OF_THE_LIST}
              tabs={[
                { value: "list", label: t("All assets"), render: () => <AssetList kind={kind} /> },
                { value: "calendar", label: t("Ends soon"), render: () => <CalendarTab /> },
                { value: "report", label: t("Report"), render: () => <ReportTab /> },
                { value: "gaps", label: t("Beside discovery"), render: () => <GapsTab /> },
              ]}
            />
          );
        }}
      </Loaded>
    </div>
  );
}
