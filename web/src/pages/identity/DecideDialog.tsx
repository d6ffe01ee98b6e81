import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import type { Pair } from "../../api/pairs";
import { Dialog } from "../../components/Dialog";
import { fromField } from "../../components/instants";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { decideUndoably, deferUndoably, type Done } from "./undoing";

export type Decision = "one" | "two" | "later";

interface Words {
  title: string;
  action: string;
  follows: string;
}

function wordsFor(decision: Decision, count: number): Words {
  if (decision === "one") {
    return {
      title: t("{count, plural, one {Make # pair one machine?} other {Make # pairs one machine each?}}", { count }),
      action: t("{count, plural, one {Merge the pair} other {Merge # pairs}}", { count }),
      follows: t("Of each pair the CI that was known first keeps its id and takes over all that is said of the other, whose id leads there. Nothing is deleted; it can be undone."),
    };
  }
  if (decision === "two") {
    return {
      title: t("{count, plural, one {Keep # pair apart?} other {Keep # pairs apart?}}", { count }),
      action: t("{count, plural, one {Keep the pair apart} other {Keep # pairs apart}}", { count }),
      follows: t("They are two machines each, whatever they have in common, and nobody is asked again. It can be undone."),
    };
  }
  return {
    title: t("{count, plural, one {Decide # pair later?} other {Decide # pairs later?}}", { count }),
    action: t("{count, plural, one {Defer the pair} other {Defer # pairs}}", { count }),
    follows: t("They stay two CIs each and leave the list until then; without a time, until something about the pair changes."),
  };
}

interface Props {
  decision: Decision;
  pairs: readonly Pair[];
  /** The pairs by name, where they are few. */
  names: readonly string[];
  done: (done: Done) => void;
  close: () => void;
}

/** Asks before pairs are merged, kept apart or deferred, with their number. */
export function DecideDialog({ decision, pairs, names, done, close }: Props) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const words = wordsFor(decision, pairs.length);
  const deciding = useMutation({
    mutationFn: () => (decision === "later" ? deferUndoably(pairs, fromField(until) || null) : decideUndoably(decision, pairs, reason)),
    onSuccess: (outcome) => {
      close();
      done(outcome);
    },
    // What was merged can be compared no longer; its comparison is not asked for again while it is still shown.
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey }) => decision !== "one" || queryKey[1] !== "comparison" }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    deciding.mutate();
  };
  return (
    <Dialog title={words.title} close={close}>
      <form className={classes.stack} onSubmit={submit}>
        <div>{words.follows}</div>
        <Names names={names} />
        {decision === "later" ? (
          <TextInput
            type="datetime-local" step={1} label={t("Ask again at")} description={t("Empty: when something about the pair changes")}
            value={until} onChange={(event) => { setUntil(event.currentTarget.value); }} data-autofocus
          />
        ) : (
          <TextInput
            label={t("Reason")} description={t("It stands in the history of the CIs.")} maxLength={1000} value={reason}
            onChange={(event) => { setReason(event.currentTarget.value); }} data-autofocus
          />
        )}
        <ErrorLine text={deciding.error && described(deciding.error)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={deciding.isPending}>{words.action}</Button>
        </div>
      </form>
    </Dialog>
  );
}

const NAMED = 8;

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18 }} aria-label={t("Pairs")}>
      {names.slice(0, NAMED).map((name, at) => <li key={`${name} ${at}`}>{name}</li>)}
      {names.length > NAMED && <li className="dim">{t("and {count} more", { count: names.length - NAMED })}</li>}
    </ul>
  );
}
