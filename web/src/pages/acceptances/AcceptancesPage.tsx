import { UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { AcceptanceTable } from "./AcceptanceTable";
import { TermsTab } from "./TermsTab";

/** What holders have yet to accept, what they said, and the terms. */
export function AcceptancesPage() {
  return (
    <div className={administration.stack}>
      <title>{`${t("Acceptance by holders")} · Plumbline`}</title>
      <h1>{t("Acceptance by holders")}</h1>
      <UrlTabs
        label={t("Acceptance by holders")} forgets={[]}
        tabs={[
          { value: "waiting", label: t("Not accepted yet"), render: () => <AcceptanceTable state="waiting" /> },
          { value: "refused", label: t("Refused"), render: () => <AcceptanceTable state="refused" /> },
          { value: "accepted", label: t("Accepted"), render: () => <AcceptanceTable state="accepted" /> },
          { value: "terms", label: t("Terms"), render: () => <TermsTab /> },
        ]}
      />
    </div>
  );
}
