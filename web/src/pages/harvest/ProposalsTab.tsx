import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Answer, type Decision, type HarvestList, harvestQuery, type Proposal, takeBackAnswer } from "../../api/harvest";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatAmount, formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import records from "../records/records.module.css";
import { AnswerDialog } from "./AnswerDialog";
import { DaysSelect, useDays } from "./DaysSelect";
import { answerLook, softwareOf } from "./words";

export interface Asked {
  proposal: Proposal;
  answer: Answer;
}

/** What may go because nobody runs it, what that frees and saves, and what was decided. */
export function ProposalsTab() {
  const days = useDays();
  const found = useQuery(harvestQuery(days));
  const [asked, ask] = useState<Asked | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const may = useMay("write");
  const takingBack = useMutation({
    mutationFn: ({ proposal }: Decision) => takeBackAnswer(proposal),
    onSuccess: (_, { name }) => {
      void queries.invalidateQueries({ queryKey: ["licences", "harvest"] });
      tell({ state: "up", text: t("What was decided on {name} is taken back.", { name }) });
    },
  });
  return (
    <div className={administration.stack} {...keeper}>
      <div className={administration.filters}><DaysSelect /></div>
      <ResultLine result={result} />
      <ErrorLine text={takingBack.error && described(takingBack.error)} />
      <Loaded query={found} what={t("It could not be loaded.")}>
        {(list) => (
          <>
            <p role="status">{summary(list)}</p>
            <SectionTable
              title={t("What may go")} count={list.total} rows={list.items} rowKey={({ uid }) => uid} columns={columns(may ? ask : null)}
              empty={<Empty action={<AppLink href="/harvest?tab=use">{t("To the use of each")}</AppLink>}>{t("Nothing is known to be unused. Use tells of each installation why.")}</Empty>}
            />
            {list.decisions.length > 0 && <SectionTable title={t("Decided")} count={list.decisions.length} rows={list.decisions} rowKey={({ proposal }) => proposal} columns={decided(may ? (one) => { takingBack.mutate(one); } : null)} />}
          </>
        )}
      </Loaded>
      {asked && <AnswerDialog asked={asked} days={days} close={() => { ask(null); }} done={(text) => { tell({ state: "up", text }); }} />}
    </div>
  );
}

function summary({ worth, missing_cost_before: before, missing_cost_after: after, unlicensed_before: gaps, unlicensed_after: left, usage }: HarvestList): string {
  return [
    t("Rights worth {worth} become free; what is missing costs {before} now and {after} then; {gaps} installations are not covered now and {left} then.", {
      worth: formatAmount(worth), before: formatAmount(before), after: formatAmount(after), gaps: formatNumber(gaps), left: formatNumber(left),
    }),
    t("Of the installations that licences count {unused} are unused, {used} are used, and of {unknown} it is not known.", {
      unused: formatNumber(usage.unused ?? 0), used: formatNumber(usage.used ?? 0), unknown: formatNumber(usage.not_known ?? 0),
    }),
  ].join(" ");
}

function columns(ask: ((asked: Asked) => void) | null): Column<Proposal>[] {
  return [
    { key: "where", label: t("Where"), width: 115, cell: where },
    { key: "software", label: t("Software"), width: 175, title: softwareAt, cell: softwareAt },
    { key: "units", label: t("Units"), width: 60, isNumber: true, cell: ({ units }) => formatNumber(units) },
    { key: "worth", label: t("Worth"), width: 80, isNumber: true, cell: ({ worth }) => formatAmount(worth) },
    { key: "avoided", label: t("Else to buy"), doc: t("How much of it would have to be bought now"), width: 95, isNumber: true, cell: ({ avoided }) => formatAmount(avoided) },
    { key: "frees", label: t("Frees"), width: 145, title: frees, cell: frees },
    { key: "why", label: t("Because"), width: 195, title: why, cell: why },
    { key: "do", label: t("Decision"), width: 165, cell: (proposal) => <Deciding proposal={proposal} ask={ask} /> },
  ];
}

function where({ subject, name, software }: Proposal) {
  const isMachine = software.every(({ machine_uid: uid }) => uid === subject);
  return isMachine ? <CILink ci={{ uid: subject, name, ci_class: "" }} /> : name;
}

function softwareAt({ software }: Proposal): string {
  return [...new Set(software.map(softwareOf))].join(", ");
}

function frees({ frees: rights }: Proposal): string {
  if (rights.length === 0) return t("no right: it closes a gap");
  return rights.map(({ name, ends }) => (ends ? t("{name}, which ends on {ends}", { name, ends }) : name)).join(", ");
}

function why({ software }: Proposal): string {
  return [...new Set(software.map(({ machine, reason }) => (software.length > 1 ? `${machine}: ${reason}` : reason)))].join("; ");
}

function Deciding({ proposal, ask }: { proposal: Proposal; ask: ((asked: Asked) => void) | null }) {
  const said = proposal.decision;
  if (said) return <span title={said.reason}><Look look={answerLook(said.answer)} /></span>;
  if (!ask) return <>–</>;
  const of = { software: softwareAt(proposal), name: proposal.name };
  return (
    <span className={records.head}>
      <Button size="compact-xs" aria-label={t("Accept that {software} goes from {name}", of)} onClick={() => { ask({ proposal, answer: "accepted" }); }}>{t("Accept…")}</Button>
      <Button size="compact-xs" variant="default" aria-label={t("Refuse that {software} goes from {name}", of)} onClick={() => { ask({ proposal, answer: "refused" }); }}>{t("Refuse…")}</Button>
    </span>
  );
}

function decided(takeBack: ((one: Decision) => void) | null): Column<Decision>[] {
  const shown: Column<Decision>[] = [
    { key: "where", label: t("Where"), width: 150, cell: ({ name }) => name },
    { key: "software", label: t("Software"), width: 200, cell: ({ products }) => products.join(", ") },
    { key: "answer", label: t("Decision"), width: 120, cell: ({ answer }) => <Look look={answerLook(answer)} /> },
    { key: "done", label: t("Is"), width: 130, cell: ({ is_done: isDone }) => (isDone ? t("no longer installed") : t("still installed")) },
    { key: "reason", label: t("Why"), width: 240, title: ({ reason }) => reason, cell: ({ reason }) => reason },
    { key: "by", label: t("By"), width: 110, cell: ({ by }) => by },
    { key: "at", label: t("When"), width: 130, cell: ({ at }) => <Time at={at} /> },
  ];
  if (!takeBack) return shown;
  return [...shown, { key: "do", label: t("Do"), width: 110, cell: (one) => <Button size="compact-xs" variant="default" aria-label={t("Take back what was decided on {name}", { name: one.name })} onClick={() => { takeBack(one); }}>{t("Take back")}</Button> }];
}
