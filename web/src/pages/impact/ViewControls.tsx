import { NativeSelect } from "@mantine/core";

import { type Grouping, GROUPINGS } from "../../graph/grouping";
import { t } from "../../locales/i18n";
import { Segments } from "./Segments";
import type { ImpactActions, ImpactState } from "./urlState";

function groupingWord(grouping: Grouping): string {
  return {
    auto: t("Auto"), class: t("Class"), site: t("Site"), both: t("Class and site"),
    service: t("Service"), team: t("Team"), level: t("Level"), none: t("None"),
  }[grouping];
}

/** Graph or table, and how the graph is grouped. */
export function ViewControls({ state, actions }: { state: ImpactState; actions: ImpactActions }) {
  return (
    <>
      {state.view === "graph" && (
        <>
          <span className="dim" aria-hidden>{t("Group by")}</span>
          <NativeSelect
            aria-label={t("Group by")}
            value={state.grouping}
            onChange={({ currentTarget: { value } }) => {
              const wanted = GROUPINGS.find((grouping) => grouping === value);
              if (wanted) actions.groupBy(wanted);
            }}
            data={GROUPINGS.map((grouping) => ({ value: grouping, label: groupingWord(grouping) }))}
          />
        </>
      )}
      <Segments
        label={t("Shown as")}
        value={state.view}
        choose={actions.show}
        choices={[["graph", t("Graph")], ["table", t("Table")]]}
      />
    </>
  );
}
