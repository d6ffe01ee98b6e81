import { useQuery } from "@tanstack/react-query";

import { casesQuery, decisionsQuery } from "../../api/identity";
import type { IdentityDecision } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { type UrlTab, UrlTabs } from "../../components/UrlTabs";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { useFocusKeeper } from "../administration/Result";
import { DecisionTable } from "../identity/DecisionTable";
import { useMayDecidePairs } from "../identity/OnlyForAll";
import { UndoLine, useUndoable } from "../identity/UndoLine";
import { CasesTab } from "./CasesTab";

function isDoubtful({ rested_on: restedOn }: IdentityDecision): boolean {
  return restedOn.length > 0;
}

/** What persons decided, or only what is proposed to be taken back. */
function DecisionsTab({ shows }: { shows?: (decision: IdentityDecision) => boolean }) {
  const decisions = useQuery(decisionsQuery);
  const undoable = useUndoable();
  const mayDecide = useMayDecidePairs();
  const keeper = useFocusKeeper();
  return (
    <div className={classes.stack} {...keeper}>
      <UndoLine {...undoable} />
      <Loaded query={decisions} what={t("The decisions could not be loaded.")}>
        {({ items }) => <DecisionTable decisions={shows ? items.filter(shows) : items} mayDecide={mayDecide} tell={undoable.tell} />}
      </Loaded>
    </div>
  );
}

function toUnmerge(count: number): UrlTab {
  return { value: "doubtful", label: t("To unmerge"), count, render: () => <DecisionsTab shows={isDoubtful} /> };
}

function Tabs() {
  const waiting = useQuery(casesQuery(false));
  const decisions = useQuery(decisionsQuery);
  const doubtful = decisions.data?.items.filter(isDoubtful).length ?? 0;
  const tabs: readonly [UrlTab, ...UrlTab[]] = [
    { value: "cases", label: t("To decide"), count: waiting.data?.total, isFilling: true, render: () => <CasesTab /> },
    ...(doubtful > 0 ? [toUnmerge(doubtful)] : []),
    { value: "decisions", label: t("Decided"), render: () => <DecisionsTab /> },
  ];
  return <UrlTabs label={t("Duplicates")} tabs={tabs} forgets={["ci_class", "kind", "deferred"]} />;
}

/** Pairs of CIs that may be one and wait for a person, and what persons decided. */
export function DuplicatesPage() {
  return (
    <>
      <title>{`${t("Duplicates")} · Plumbline`}</title>
      <h1>{t("Duplicates")}</h1>
      <Tabs />
    </>
  );
}
