import { useQuery } from "@tanstack/react-query";

import { rulesQuery } from "../../api/rules";
import { schemaQuery } from "../../api/session";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { type UrlTab, UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import { ActionsTab } from "./ActionsTab";
import { AgeingTab } from "./AgeingTab";
import { HistoryTab } from "./HistoryTab";
import { RulesEditor } from "./RulesEditor";
import { SourcesTab } from "./SourcesTab";

function RulesTab() {
  const rules = useQuery(rulesQuery);
  const schema = useQuery(schemaQuery);
  return (
    <div className="panel">
      <p>{t("Where sources say different things of an attribute, the most specific rule that fits gives each its priority; without one the kind of source does.")}</p>
      <Loaded query={schema} what={t("The classes could not be loaded.")}>
        {(declared) => (
          <Loaded query={rules} what={t("The rules could not be loaded.")}>
            {(stored) => (
              <>
                {stored.saved_at && (
                  <p className="dim">{t("Version {version}, saved by {name}", { version: stored.version, name: stored.saved_by ?? "" })} <Time at={stored.saved_at} isRelative /></p>
                )}
                <RulesEditor key={stored.version} stored={stored} schema={declared} />
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

const TABS: () => readonly [UrlTab, ...UrlTab[]] = () => [
  { value: "rules", label: t("Reconciliation rules"), render: () => <RulesTab /> },
  { value: "ageing", label: t("Ageing"), render: () => <AgeingTab /> },
  { value: "actions", label: t("Actions"), render: () => <ActionsTab /> },
  { value: "history", label: t("History"), render: () => <HistoryTab /> },
  { value: "sources", label: t("Data sources"), render: () => <SourcesTab /> },
];

/** Whose word counts for what, and who says how much. */
export function RulesPage() {
  const mayManage = useMay("admin");
  return (
    <>
      <title>{`${t("Rules and sources")} · Plumbline`}</title>
      <h1>{t("Rules and sources")}</h1>
      {mayManage ? <UrlTabs label={t("Rules and sources")} tabs={TABS()} forgets={[]} /> : <div className="panel"><Forbidden permission="admin" /></div>}
    </>
  );
}
