import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { acceptedRisksQuery, type ListedRisk, withdrawRisk } from "../../api/singlePoints";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { riskLook } from "./words";

function nameOf({ ci, risk }: ListedRisk): string {
  return ci?.name ?? risk.ci_uid;
}

function columns(withdraw: ((listed: ListedRisk) => void) | null): Column<ListedRisk>[] {
  return [
    { key: "ci", label: t("CI"), width: 170, cell: ({ ci, risk }) => (ci ? <CILink ci={ci} /> : risk.ci_uid), title: nameOf },
    { key: "state", label: t("State"), width: 110, cell: ({ risk }) => riskLook(risk) },
    { key: "until", label: t("Until"), width: 130, cell: ({ risk }) => <Time at={risk.until} /> },
    { key: "reason", label: t("Reason"), width: 260, cell: ({ risk }) => risk.reason, title: ({ risk }) => risk.reason },
    { key: "by", label: t("Accepted by"), width: 110, cell: ({ risk }) => risk.accepted_by },
    { key: "at", label: t("When"), width: 110, cell: ({ risk }) => <Time at={risk.accepted_at} isRelative /> },
    ...(withdraw ? [{
      key: "withdraw", label: t("Action"), width: 110,
      cell: (listed: ListedRisk) => <Button variant="default" size="compact-xs" aria-label={t("Withdraw the risk of {name}", { name: nameOf(listed) })} onClick={() => { withdraw(listed); }}>{t("Withdraw")}</Button>,
    }] : []),
  ];
}

/** The risks that somebody accepts, the first to expire first. */
export function RisksTab() {
  const risks = useQuery(acceptedRisksQuery);
  const queries = useQueryClient();
  const mayEdit = useMay("write");
  const [ending, setEnding] = useState<ListedRisk | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  return (
    <div className={classes.stack} {...keeper}>
      <ResultLine result={result} />
      <Loaded query={risks} what={t("The accepted risks could not be loaded.")}>
        {({ items }) => (
          <SectionTable
            title={t("Accepted risks")} count={items.length} columns={columns(mayEdit ? setEnding : null)} rows={items} rowKey={({ risk }) => risk.uid}
            empty={<Empty>{t("No risk is accepted: every single point of failure is in the report.")}</Empty>}
          />
        )}
      </Loaded>
      {ending && (
        <ConfirmDialog
          title={t("Accept {name} no longer?", { name: nameOf(ending) })} action={t("Withdraw the risk")} run={() => withdrawRisk(ending.risk.ci_uid)}
          done={() => {
            tell({ state: "up", text: t("{name} is in the report again.", { name: nameOf(ending) }) });
            void queries.invalidateQueries({ queryKey: ["single points"] });
          }}
          close={() => { setEnding(null); }}
        >
          {t("It is in the report of single points of failure again. Who accepted it and why stays known.")}
        </ConfirmDialog>
      )}
    </div>
  );
}
