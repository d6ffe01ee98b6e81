import { Button, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { bindSignals, type Signal } from "../../api/signals";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { fieldError, otherError, sentence } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

interface Props {
  signal: Signal;
  done: (said: string) => void;
  close: () => void;
}

/** Says which CI a sender means: one of those that it may be, or any other. */
export function BindDialog({ signal, done, close }: Props) {
  const { place, network_scope: scope, reason: why, candidates } = signal;
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(candidates[0]?.uid ?? "");
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const ci = typed.trim() || chosen;
  const binding = useMutation({
    mutationFn: () => bindSignals(place, ci, scope, reason),
    onSuccess: async ({ changed }) => {
      await queries.invalidateQueries({ queryKey: ["signals"] });
      done(t("{place} is known from now on; {count, plural, one {# signal} other {# signals}} found a CI.", { place, count: changed }));
    },
  });
  return (
    <Dialog title={t("Which CI is {place}?", { place })} close={close}>
      <form className={classes.form} aria-label={t("Which CI is {place}?", { place })} onSubmit={(event) => { event.preventDefault(); binding.mutate(); }}>
        <p>{sentence(why)}. {t("What you say holds for all that senders of the network scope {scope} say of it, now and later.", { scope })}</p>
        {candidates.length > 0 && (
          <Radio.Group label={t("It may be")} value={chosen} onChange={setChosen}>
            <Stack gap={4}>
              {candidates.map((entry) => <Radio key={entry.uid} value={entry.uid} label={`${entry.name} (${entry.uid})`} />)}
            </Stack>
          </Radio.Group>
        )}
        <TextInput
          label={candidates.length > 0 ? t("Another CI") : t("CI")} description={t("Its uid, or a name that only one CI has.")} maxLength={300} data-autofocus
          required={candidates.length === 0} value={typed} error={fieldError(binding.error, "ci")} onChange={(event) => { setTyped(event.currentTarget.value); }}
        />
        <TextInput label={t("Reason")} maxLength={1000} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        <ErrorLine text={otherError(binding.error, ["ci"])} />
        <Button type="submit" loading={binding.isPending} disabled={ci === ""}>{t("It is this CI")}</Button>
      </form>
    </Dialog>
  );
}
