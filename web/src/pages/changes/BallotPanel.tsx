import { Button } from "@mantine/core";
import { useState } from "react";

import type { Ballot, Need } from "../../api/changes";
import type { RecordDetail } from "../../api/records";
import { Look } from "../../components/Look";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import records from "../records/records.module.css";
import classes from "./changes.module.css";
import { VoteDialog } from "./VoteDialog";
import { verdictLook } from "./words";

interface Props {
  record: RecordDetail;
  voted: (record: RecordDetail, said: string) => void;
}

/** Whose yes a change needs, who said what, and the facts to which that is bound. */
export function BallotPanel({ record, voted }: Props) {
  const [vote, setVote] = useState<"yes" | "no" | null>(null);
  const ballot = record.ballot;
  if (!ballot) return null;
  return (
    <section className="panel" aria-label={t("Approval")}>
      <h2>{t("Approval")}</h2>
      <p className={records.head}>
        <Look look={verdictLook(ballot.verdict)} />
        {record.may_vote && record.state === "approval" && (
          <>
            <Button size="compact-sm" onClick={() => { setVote("yes"); }}>{t("Approve…")}</Button>
            <Button size="compact-sm" variant="default" onClick={() => { setVote("no"); }}>{t("Refuse…")}</Button>
          </>
        )}
      </p>
      <Lapsed ballot={ballot} />
      <Needs ballot={ballot} />
      {ballot.votes.length > 0 && <Votes ballot={ballot} />}
      <h3>{t("Bound to these facts")}</h3>
      <ul>{ballot.facts.map(({ key, text }) => <li key={key}>{text}</li>)}</ul>
      {vote !== null && <VoteDialog record={record} vote={vote} close={() => { setVote(null); }} voted={(after, said) => { setVote(null); voted(after, said); }} />}
    </section>
  );
}

function Lapsed({ ballot: { lapsed } }: { ballot: Ballot }) {
  if (lapsed.length === 0) return null;
  return (
    <div role="note">
      <p><Look look={["down", "■", t("What was approved before no longer counts:")]} /></p>
      <ul>{lapsed.map((text) => <li key={text}>{text}</li>)}</ul>
    </div>
  );
}

function Needs({ ballot: { needs } }: { ballot: Ballot }) {
  if (needs.length === 0) return <p>{t("Nobody has to approve it: it is a standard change of low risk.")}</p>;
  return (
    <ul className={classes.list}>
      {needs.map((need) => <li key={need.key}><Look look={verdictLook(need.verdict)} /> {need.label} <Standing need={need} /></li>)}
    </ul>
  );
}

/** How many said yes, and whose yes would still count. */
function Standing({ need: { verdict, said, wanted, still } }: { need: Need }) {
  const names = still.map(({ name, teams }) => (teams.length > 0 ? `${name} (${teams.join(", ")})` : name));
  return (
    <span className="dim">
      {t("{said} of {wanted} said yes.", { said, wanted })}{" "}
      {verdict === "open" && names.length > 0 && t("The yes of these still counts: {names}", { names: names.join(", ") })}
      {verdict === "open" && names.length === 0 && t("Nobody is left whose yes would count: plan it anew to ask others.")}
    </span>
  );
}

function Votes({ ballot: { votes } }: { ballot: Ballot }) {
  return (
    <>
      <h3>{t("Votes")}</h3>
      <ul className={classes.list}>
        {votes.map(({ by, on_behalf_of, at, vote, reason }) => (
          <li key={`${by}${on_behalf_of}`}>
            <Look look={vote === "yes" ? ["up", "●", t("Yes")] : ["down", "■", t("No")]} /> <strong>{by}</strong>{" "}
            {on_behalf_of !== "" && t("for {name}", { name: on_behalf_of })} <span className="dim"><Time at={at} isRelative /></span>
            <div className={records.text}>{reason}</div>
          </li>
        ))}
      </ul>
    </>
  );
}
