import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Arrival, ARRIVAL_STATES, arrivalsQuery, type ArrivalState, takeRefused } from "../../api/mailIn";
import { recordTypesQuery } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, type Result, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { hrefOfNumber } from "../records/words";
import { reasonWord, stateWord } from "./words";

function From({ mail }: { mail: Arrival }) {
  return (
    <td style={{ overflowWrap: "anywhere", minWidth: 160 }}>
      {mail.person === "" ? mail.sender : <>{mail.person} <span className="dim">{mail.sender}</span></>}
      <div>{mail.subject === "" ? <span className="dim">{t("no subject")}</span> : mail.subject}</div>
    </td>
  );
}

function RecordLink({ number }: { number: string }) {
  const href = hrefOfNumber(useQuery(recordTypesQuery).data ?? [], number);
  return href === null ? number : <AppLink href={href}>{number}</AppLink>;
}

function Taken({ mails }: { mails: readonly Arrival[] }) {
  return (
    <table className="plain">
      <thead><tr><th>{t("Taken")}</th><th>{t("From, of what")}</th><th>{t("As")}</th><th>{t("Files not kept")}</th></tr></thead>
      <tbody>
        {mails.map((mail) => (
          <tr key={mail.arrival_id}>
            <td><Time at={mail.at} isRelative /></td>
            <From mail={mail} />
            <td><RecordLink number={mail.number} /> <span className="dim">{mail.has_opened ? t("opened by it") : t("comment")}</span></td>
            <td style={{ overflowWrap: "anywhere" }}>{mail.left_out.join("; ") || "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Refused({ mails, take }: { mails: readonly Arrival[]; take: (mail: Arrival) => void }) {
  return (
    <table className="plain">
      <thead><tr><th>{t("Refused")}</th><th>{t("From, of what")}</th><th>{t("Why")}</th><th><span className="visuallyhidden">{t("Actions")}</span></th></tr></thead>
      <tbody>
        {mails.map((mail) => (
          <tr key={mail.arrival_id}>
            <td><Time at={mail.at} isRelative /></td>
            <From mail={mail} />
            <td style={{ overflowWrap: "anywhere", minWidth: 200 }}><strong>{reasonWord(mail.reason)}</strong><div>{mail.words}</div></td>
            <td className="num">
              <Button size="compact-xs" variant="default" aria-label={t("Take {subject} of {sender} after all", { subject: mail.subject, sender: mail.sender })} onClick={() => { take(mail); }}>{t("Take after all")}</Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function resultOf({ state, number, words }: Arrival): Result {
  if (state === "taken") return { state: "up", text: t("It is taken for {number}.", { number }) };
  return { state: "down", text: t("It is refused again: {words}.", { words }) };
}

/** What was refused and why, which can be taken after all, and what was taken as what. */
export function Arrivals() {
  const [state, setState] = useState<ArrivalState>("refused");
  const arrivals = useQuery(arrivalsQuery(state));
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const queries = useQueryClient();
  const taking = useMutation({
    mutationFn: takeRefused,
    onSuccess: (after) => {
      tell(resultOf(after));
      void queries.invalidateQueries({ queryKey: ["mail-in"] });
    },
  });
  return (
    <section className={`panel scroll ${classes.form ?? ""}`} aria-label={t("Mails")} {...keeper}>
      <h2>{t("Mails")}</h2>
      <NativeSelect
        size="xs" label={t("Show")} value={state} data={ARRIVAL_STATES.map((value) => ({ value, label: stateWord(value) }))} style={{ maxWidth: 330 }}
        onChange={(event) => { setState(ARRIVAL_STATES.find((one) => one === event.currentTarget.value) ?? "refused"); }}
      />
      <ResultLine result={result} />
      <ErrorLine text={taking.error && described(taking.error)} />
      <Loaded query={arrivals} what={t("The mails could not be loaded.")}>
        {(found) => {
          if (found.length === 0) return <Empty>{state === "taken" ? t("No mail was taken yet.") : t("No mail was refused.")}</Empty>;
          return state === "taken" ? <Taken mails={found} /> : <Refused mails={found} take={(mail) => { taking.mutate(mail); }} />;
        }}
      </Loaded>
    </section>
  );
}
