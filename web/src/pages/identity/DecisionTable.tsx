import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { withdrawDecision } from "../../api/identity";
import type { IdentityDecision } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { ciHref } from "../../components/links";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatDateTime } from "../../locales/format";
import { t } from "../../locales/i18n";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import type { Result } from "../administration/Result";
import { decisionLook } from "./words";

interface Props {
  decisions: readonly IdentityDecision[];
  mayDecide: boolean;
  tell: (result: Result) => void;
}

function Sides({ records, uid }: { records: readonly string[]; uid: string }) {
  return (
    <>
      <AppLink href={ciHref(uid)} className="mono">{uid}</AppLink>
      <div className="dim mono">{records.join(", ")}</div>
    </>
  );
}

/** Why somebody decided so, and why it may be wrong. */
function Reason({ reason, rested_on: restedOn }: IdentityDecision) {
  return (
    <>
      {reason ?? <span className="dim">–</span>}
      {restedOn.length > 0 && (
        <div className="dim">{t("Nothing but {identifiers} spoke for it, which is quarantined by now.", { identifiers: restedOn.join(", ") })}</div>
      )}
    </>
  );
}

/** What persons decided about identity; each that stands can be taken back. */
export function DecisionTable({ decisions, mayDecide, tell }: Props) {
  const queries = useQueryClient();
  const [chosen, choose] = useState<IdentityDecision | null>(null);
  const columns: Column<IdentityDecision>[] = [
    { key: "verdict", label: t("Decision"), width: 120, cell: (entry) => <Look look={decisionLook(entry)} /> },
    { key: "left", label: t("One side"), width: 230, cell: (entry) => <Sides uid={entry.left_uid} records={entry.left_records} /> },
    { key: "right", label: t("Other side"), width: 230, cell: (entry) => <Sides uid={entry.right_uid} records={entry.right_records} /> },
    { key: "reason", label: t("Reason"), width: 160, cell: Reason },
    { key: "by", label: t("Decided by"), width: 100, cell: ({ decided_by: by }) => by },
    { key: "at", label: t("When"), width: 130, cell: ({ decided_at: at }) => <Time at={at} /> },
  ];
  const actions: Column<IdentityDecision> = {
    key: "actions", label: t("Actions"), width: 90,
    cell: (entry) => !entry.is_withdrawn && (
      <Button
        variant="default" size="compact-xs" onClick={() => { choose(entry); }}
        aria-label={t("Take back the decision of {at}", { at: formatDateTime(entry.decided_at) })}
      >
        {t("Take back")}
      </Button>
    ),
  };
  return (
    <>
      <SectionTable
        title={t("Decisions")} count={decisions.length} columns={mayDecide ? [...columns, actions] : columns} rows={decisions}
        rowKey={({ uid }) => uid} empty={<p className="dim">{t("Nobody has decided anything.")}</p>}
      />
      {chosen && (
        <ConfirmDialog
          title={t("Take this decision back?")} action={t("Take it back")} run={() => withdrawDecision(chosen.uid)}
          done={() => {
            tell({ state: "up", text: t("Taken back: everything is as it would be without it.") });
            void queries.invalidateQueries();
          }}
          close={() => { choose(null); }}
        >
          {t("Which records are one CI is worked out anew without it; what was reported since counts.")}
        </ConfirmDialog>
      )}
    </>
  );
}
