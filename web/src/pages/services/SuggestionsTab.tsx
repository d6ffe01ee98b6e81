import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { askSuggestionAgain, deferSuggestion, refuseSuggestion, type Suggestion, type SuggestionDecision, suggestionDecisionsQuery, suggestionsQuery } from "../../api/suggestions";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { useMayDecide } from "../identity/OnlyForAll";
import { AcceptDialog } from "./AcceptDialog";
import { kindWord, proposalWords, verdictWord } from "./suggestionWords";

const LATER_DAYS = 30;
const DAY_MS = 86_400_000;
const AT_FIRST = 40;

type Tell = ReturnType<typeof useResult>[1];

function useDeciding(tell: Tell) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ run, said }: { run: () => Promise<void>; said: string }) => {
      await run();
      return said;
    },
    onSuccess: (said) => { tell({ state: "up", text: said }); },
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ["suggestions"] }), queries.invalidateQueries({ queryKey: ["services"] })]),
  });
}

interface CardProps {
  suggestion: Suggestion;
  mayDecide: boolean;
  accept: () => void;
  decide: ReturnType<typeof useDeciding>["mutate"];
}

function Card({ suggestion, mayDecide, accept, decide }: CardProps) {
  const { key, kind, title, evidence, cis, clients } = suggestion;
  const until = () => new Date(Date.now() + LATER_DAYS * DAY_MS).toISOString();
  return (
    <li className="panel">
      <div className="row">
        <h3 className="grow">{title} <span className="dim">{kindWord(kind)}</span></h3>
        {mayDecide && (
          <div className={classes.actions} role="group" aria-label={t("What to do about {title}", { title })}>
            <Button size="compact-sm" onClick={accept}>{t("Accept…")}</Button>
            <Button size="compact-sm" variant="default" onClick={() => { decide({ run: () => refuseSuggestion(key, ""), said: t("{title} is refused and not asked again.", { title }) }); }}>{t("Refuse")}</Button>
            <Button size="compact-sm" variant="default" onClick={() => { decide({ run: () => deferSuggestion(key, until()), said: t("{title} comes back in {days} days.", { title, days: LATER_DAYS }) }); }}>{t("Later")}</Button>
          </div>
        )}
      </div>
      <p>{proposalWords(suggestion)}</p>
      <ul>{evidence.map((text) => <li key={text}>{text}</li>)}</ul>
      <p className="dim">{[...cis, ...clients].slice(0, AT_FIRST).map((ci, turn) => <span key={ci.uid}>{turn > 0 && " · "}<CILink ci={ci} withClass /></span>)}</p>
    </li>
  );
}

function Cards({ items, mayDecide, tell }: { items: readonly Suggestion[]; mayDecide: boolean; tell: Tell }) {
  const [accepting, setAccepting] = useState<Suggestion | null>(null);
  const [isComplete, setComplete] = useState(false);
  const deciding = useDeciding(tell);
  if (items.length === 0) return <div className="panel"><Empty>{t("The map suggests nothing: what could be told from connections is decided.")}</Empty></div>;
  const shown = isComplete ? items : items.slice(0, AT_FIRST);
  return (
    <>
      <ErrorLine text={deciding.error && described(deciding.error)} />
      <ul className={classes.stack} style={{ listStyle: "none", margin: 0, padding: 0 }} aria-label={t("Suggestions")}>
        {shown.map((suggestion) => (
          <Card key={suggestion.key} suggestion={suggestion} mayDecide={mayDecide} accept={() => { setAccepting(suggestion); }} decide={deciding.mutate} />
        ))}
      </ul>
      {shown.length < items.length && <div><Button variant="default" onClick={() => { setComplete(true); }}>{t("Show all {count}", { count: formatNumber(items.length) })}</Button></div>}
      {accepting && <AcceptDialog suggestion={accepting} done={(text) => { tell({ state: "up", text }); setAccepting(null); }} close={() => { setAccepting(null); }} />}
    </>
  );
}

function columns(again: ((decision: SuggestionDecision) => void) | null): Column<SuggestionDecision>[] {
  return [
    { key: "title", label: t("Suggestion"), width: 260, cell: ({ title, kind }) => <>{title} <span className="dim">{kindWord(kind)}</span></>, title: ({ title }) => title },
    { key: "verdict", label: t("Decided"), width: 110, cell: ({ verdict }) => verdictWord(verdict) },
    { key: "by", label: t("By"), width: 110, cell: ({ actor }) => actor },
    { key: "at", label: t("When"), width: 110, cell: ({ at }) => <Time at={at} isRelative /> },
    { key: "until", label: t("Comes back"), width: 110, cell: ({ until }) => <Time at={until} /> },
    { key: "reason", label: t("Reason"), width: 180, cell: ({ reason }) => reason },
    ...(again ? [{
      key: "again", label: t("Action"), width: 110,
      cell: (decision: SuggestionDecision) => <Button variant="default" size="compact-xs" aria-label={t("Ask again about {title}", { title: decision.title })} onClick={() => { again(decision); }}>{t("Ask again")}</Button>,
    }] : []),
  ];
}

/** What the map suggests and waits for a person: evidence, accept, refuse, later; and what was decided. */
export function SuggestionsTab() {
  const suggestions = useQuery(suggestionsQuery);
  const decisions = useQuery(suggestionDecisionsQuery);
  const mayDecide = useMayDecide();
  const [result, tell] = useResult();
  const deciding = useDeciding(tell);
  const keeper = useFocusKeeper();
  const again = ({ key, title }: SuggestionDecision) => { deciding.mutate({ run: () => askSuggestionAgain(key), said: t("{title} is asked again.", { title }) }); };
  return (
    <div className={classes.stack} {...keeper}>
      <ResultLine result={result} />
      <Loaded query={suggestions} what={t("The suggestions could not be loaded.")}>
        {({ items, deferred }) => (
          <>
            {deferred > 0 && <p className="dim">{t("{count, plural, one {# other is} other {# others are}} put off until later.", { count: deferred })}</p>}
            <Cards items={items} mayDecide={mayDecide} tell={tell} />
          </>
        )}
      </Loaded>
      <Loaded query={decisions} what={t("The decisions could not be loaded.")}>
        {({ items }) => items.length > 0 && <SectionTable title={t("Decided")} count={items.length} columns={columns(mayDecide ? again : null)} rows={items} rowKey={({ key }) => key} />}
      </Loaded>
    </div>
  );
}
