import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Cause, markCause } from "../../api/causes";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

interface Props {
  target: { uid: string; name: string };
  cause: Cause;
  asOf: string;
  done: (said: string) => void;
  close: () => void;
}

/** Keeps a person's word that this was the cause, beside what the ranking said. */
export function MarkDialog({ target, cause: { ci }, asOf, done, close }: Props) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const title = t("{cause} was the cause", { cause: ci.name });
  const marking = useMutation({
    mutationFn: () => markCause(target.uid, ci.uid, asOf, reason),
    onSuccess: () => {
      // Not waited for: ranking anew takes a while, and the mark is kept.
      void queries.invalidateQueries({ queryKey: ["causes"] });
      done(t("{cause} is marked as the cause of {target}.", { cause: ci.name, target: target.name }));
    },
  });
  return (
    <Dialog title={title} close={close}>
      <form className={classes.form} aria-label={title} onSubmit={(event) => { event.preventDefault(); marking.mutate(); }}>
        <p>{t("It is kept with your name, the time and the rank that it had, and tells how good the ranking is here.")}</p>
        <TextInput label={t("How do you know?")} maxLength={1000} data-autofocus value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        <ErrorLine text={marking.error && described(marking.error)} />
        <Button type="submit" loading={marking.isPending}>{t("Mark as cause")}</Button>
      </form>
    </Dialog>
  );
}
