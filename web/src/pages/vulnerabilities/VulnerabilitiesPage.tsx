import { UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { AcceptedTab } from "./AcceptedTab";
import { TablesTab } from "./TablesTab";
import { VulnerabilityTab } from "./VulnerabilityTab";

const OF_THE_LIST = ["q", "severity", "service", "site", "fixed", "accepted"];

/** What affects something that is installed, which tables tell so, and which risks are accepted. */
export function VulnerabilitiesPage() {
  return (
    <div className={administration.stack}>
      <title>{`${t("Vulnerabilities")} · Plumbline`}</title>
      <h1>{t("Vulnerabilities")}</h1>
      <UrlTabs
        label={t("Vulnerabilities")} forgets={OF_THE_LIST}
        tabs={[
          { value: "list", label: t("On what is installed"), render: () => <VulnerabilityTab /> },
          { value: "tables", label: t("Tables"), render: () => <TablesTab /> },
          { value: "accepted", label: t("Accepted risks"), render: () => <AcceptedTab /> },
        ]}
      />
    </div>
  );
}
