import { UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { ProposalsTab } from "./ProposalsTab";
import { SeveralTab } from "./SeveralTab";
import { SurplusTab } from "./SurplusTab";
import { UsageTab } from "./UsageTab";

/** Software that licences count and nobody runs, what it saves to take it away, and what else is there too often. */
export function HarvestPage() {
  return (
    <div className={administration.stack}>
      <title>{`${t("Unused software")} · Plumbline`}</title>
      <h1>{t("Unused software")}</h1>
      <UrlTabs
        label={t("Unused software")} forgets={["state"]}
        tabs={[
          { value: "proposals", label: t("What may go"), render: () => <ProposalsTab /> },
          { value: "use", label: t("Use"), render: () => <UsageTab /> },
          { value: "versions", label: t("Several versions"), render: () => <SeveralTab /> },
          { value: "surplus", label: t("More than needed"), render: () => <SurplusTab /> },
        ]}
      />
    </div>
  );
}
