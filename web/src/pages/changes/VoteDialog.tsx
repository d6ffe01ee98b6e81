import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { voteOn } from "../../api/changes";
import { Problem } from "../../api/problem";
import { readRecord, type RecordDetail, recordTypesQuery } from "../../api/records";
import { Dialog } from "../../components/Dialog";
import { Empty } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { typeNamed } from "../records/words";
import { type OtherThanSeen, otherThanSeen } from "./seen";

const NOT_VOTED_ON = 409;

interface Props {
  record: RecordDetail;
  vote: "yes" | "no";
  close: () => void;
  voted: (record: RecordDetail, said: string) => void;
}

/** A vote on what was looked at when this was opened; where that is other by now, it is shown what before anything counts. */
export function VoteDialog({ record, vote, close, voted }: Props) {
  // Pages read records anew all the time: the vote is on what is seen here, and nothing else.
  const [seen, setSeen] = useState(record);
  const [others, setOthers] = useState<readonly OtherThanSeen[] | null>(null);
  const [reason, setReason] = useState("");
  const { data: types = [] } = useQuery(recordTypesQuery);
  const labelOf = (field: string) => typeNamed(types, record.type)?.fields.find(({ name }) => name === field)?.label ?? field;
  const cast = async () => {
    try {
      return await voteOn(record.number, vote, reason, seen.ballot?.opened_at ?? "");
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== NOT_VOTED_ON) throw error;
      const now = await readRecord(record.number);
      setOthers(otherThanSeen(seen, now, labelOf));
      setSeen(now);
      throw error;
    }
  };
  const said = vote === "yes" ? t("{number} is approved by you.", { number: record.number }) : t("{number} is refused by you.", { number: record.number });
  const voting = useMutation({ mutationFn: cast, onSuccess: (after) => { voted(after, said); } });
  const submit = (event: SubmitEvent) => { event.preventDefault(); setOthers(null); voting.mutate(); };
  return (
    <Dialog title={vote === "yes" ? t("Approve {number}", { number: record.number }) : t("Refuse {number}", { number: record.number })} close={close} isWide={others !== null}>
      <form className={edit.form} onSubmit={submit}>
        {others !== null && <Others others={others} mayVote={seen.may_vote && seen.ballot !== null} />}
        <Textarea
          label={t("Reason")} required={vote === "no"} maxLength={2000} autosize minRows={2} value={reason} data-autofocus
          description={vote === "yes" ? t("Needed where the risk is high.") : undefined} onChange={({ currentTarget }) => { setReason(currentTarget.value); }}
        />
        <ErrorLine text={others === null ? voting.error && described(voting.error) : null} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={voting.isPending}>{vote === "yes" ? t("Approve") : t("Refuse")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Side by side, what was looked at and what is there now. */
function Others({ others, mayVote }: { others: readonly OtherThanSeen[]; mayVote: boolean }) {
  const remedy = mayVote ? t("Your vote is not counted yet: look at what differs, then vote again or leave it.") : t("Your vote is not counted: it is no longer voted on, or your vote counts no longer.");
  return (
    <section aria-label={t("Changed meanwhile")} role="alert">
      <p className="state" data-state="degraded"><span aria-hidden>▲</span> {t("It is no longer what you looked at.")} {remedy}</p>
      {others.length === 0 ? <Empty>{t("Nothing that is told differs.")}</Empty> : (
        <div className={edit.wide} tabIndex={0} role="group" aria-label={t("Comparison")}>
          <table className="plain">
            <thead><tr><th scope="col">{t("What")}</th><th scope="col">{t("You looked at")}</th><th scope="col">{t("Now")}</th></tr></thead>
            <tbody>
              {others.map(({ what, seen, now }) => (
                <tr key={`${what} ${seen} ${now}`}><th scope="row">{what}</th><td>{seen || <span className="dim">{t("nothing")}</span>}</td><td>{now || <span className="dim">{t("nothing")}</span>}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
