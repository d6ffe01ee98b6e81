import { useQuery } from "@tanstack/react-query";

import { impactActionsQuery } from "../../api/impact";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { ActionsEditor } from "./ActionsEditor";

/** What each action on a CI brings into an impact question: seen, tried, changed and reset. */
export function ActionsTab() {
  const table = useQuery(impactActionsQuery);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  return (
    <div className={administration.stack} {...keeper}>
      <p className="dim" style={{ margin: 0 }}>
        {t("What is down or degraded, and for how long, when somebody does something to a CI. Of the classes that an action names the most specific one counts; what else breaks is for the question to say.")}
      </p>
      <ResultLine result={result} />
      <Loaded query={table} what={t("The actions could not be loaded.")}>
        {(stored) => (
          <>
            <p className="dim" style={{ margin: 0 }}>
              {stored.is_built_in && t("This is the table that comes with the program.")}
              {stored.saved_at && (
                <> {t("Version {version}, saved by {name}", { version: stored.version, name: stored.saved_by ?? "" })} <Time at={stored.saved_at} isRelative />{stored.reason && `: ${stored.reason}`}</>
              )}
            </p>
            <ActionsEditor key={stored.version} stored={stored} done={(text) => { tell({ state: "up", text }); }} />
          </>
        )}
      </Loaded>
    </div>
  );
}
