import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Dialog } from "../../components/Dialog";
import { fromField } from "../../components/instants";
import { t } from "../../locales/i18n";
import classes from "./administration.module.css";
import { described } from "./problems";
import { ErrorLine } from "./Result";

interface Props {
  title: string;
  /** What happens when the time is over. */
  then: string;
  longest: number;
  accept: (reason: string, until: string) => Promise<unknown>;
  /** The first part of the keys of queries that tell of it. */
  changes: string;
  done: () => void;
  close: () => void;
}

/** Asks why a risk is accepted, and until when. */
export function AcceptRiskDialog({ title, then, longest, accept, changes, done, close }: Props) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const accepting = useMutation({
    mutationFn: () => accept(reason, fromField(until)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [changes] });
      close();
      done();
    },
  });
  return (
    <Dialog title={title} close={close}>
      <form className={classes.form} onSubmit={(event) => { event.preventDefault(); accepting.mutate(); }}>
        <TextInput label={t("Why it is acceptable")} required maxLength={longest} data-autofocus value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        <TextInput type="datetime-local" required label={t("Until")} description={then} value={until} onChange={(event) => { setUntil(event.currentTarget.value); }} />
        <ErrorLine text={accepting.error && described(accepting.error)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={accepting.isPending} disabled={reason.trim() === "" || fromField(until) === ""}>{t("Accept the risk")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
