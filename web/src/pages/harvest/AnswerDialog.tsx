import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { answerProposal } from "../../api/harvest";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import type { Asked } from "./ProposalsTab";

interface Props {
  asked: Asked;
  days: number;
  done: (text: string) => void;
  close: () => void;
}

/** Asks why a proposal is accepted or refused. */
export function AnswerDialog({ asked: { proposal, answer }, days, done, close }: Props) {
  const queries = useQueryClient();
  const { name } = proposal;
  const [reason, setReason] = useState("");
  const answering = useMutation({
    mutationFn: () => answerProposal(proposal.uid, days, answer, reason),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["licences", "harvest"] });
      close();
      done(answer === "accepted" ? t("Accepted: it shall go from {name}.", { name }) : t("Refused: it stays on {name}.", { name }));
    },
  });
  return (
    <Dialog title={answer === "accepted" ? t("Let it go from {name}", { name }) : t("Let it stay on {name}", { name })} close={close}>
      <form className={classes.form} onSubmit={(event) => { event.preventDefault(); answering.mutate(); }}>
        <TextInput label={t("Why")} required maxLength={1000} data-autofocus value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        <ErrorLine text={answering.error && described(answering.error)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={answering.isPending} disabled={reason.trim() === ""}>{answer === "accepted" ? t("Accept") : t("Refuse")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
