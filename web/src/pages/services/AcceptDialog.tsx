import { Button, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { acceptSuggestion, type Suggestion } from "../../api/suggestions";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { proposalWords } from "./suggestionWords";

interface Props {
  suggestion: Suggestion;
  done: (said: string) => void;
  close: () => void;
}

/** Carries a suggestion out, corrected where whoever accepts knows better. */
export function AcceptDialog({ suggestion, done, close }: Props) {
  const { key, kind, title, cis } = suggestion;
  const queries = useQueryClient();
  const [name, setName] = useState(title);
  const [k, setK] = useState(suggestion.k ?? 1);
  const [reason, setReason] = useState("");
  const isNamed = kind === "group" || kind === "service";
  const accepting = useMutation({
    mutationFn: () => acceptSuggestion({ key, name: isNamed ? name : "", k: kind === "group" ? k : null, reason }),
    onSuccess: async () => {
      await Promise.all([["suggestions"], ["services"]].map((queryKey) => queries.invalidateQueries({ queryKey })));
      done(t("{title} is accepted.", { title }));
    },
  });
  return (
    <Dialog title={t("Accept {title}", { title })} close={close}>
      <form className={classes.form} aria-label={t("Accept {title}", { title })} onSubmit={(event) => { event.preventDefault(); accepting.mutate(); }}>
        <p>{proposalWords(suggestion)}</p>
        {isNamed && <TextInput label={t("Name")} required maxLength={200} data-autofocus value={name} onChange={(event) => { setName(event.currentTarget.value); }} />}
        {kind === "group" && (
          <NumberInput
            label={t("Members that must work")} min={1} max={cis.length} allowDecimal={false} value={k} onChange={(value) => { setK(Number(value)); }}
            description={t("Nothing shows that one is not enough; say so where more are needed.")}
          />
        )}
        <TextInput label={t("Reason")} maxLength={500} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        <ErrorLine text={accepting.error && described(accepting.error)} />
        <Button type="submit" loading={accepting.isPending} disabled={isNamed && name.trim() === ""}>{t("Accept")}</Button>
      </form>
    </Dialog>
  );
}
