import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { relateCI, type Signature } from "../../api/edits";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { expiresAt } from "../administration/expiry";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import classes from "./edit.module.css";
import type { Edited } from "./relationship";
import { SignatureFields, UNSIGNED } from "./SignatureFields";

interface Props {
  edited: Omit<Edited, "uid">;
  status: "retired" | "restored";
  done: (text: string) => void;
  close: () => void;
}

/** Ends a relationship that is there, restores one that people ended. */
export function RelationshipStatusDialog({ edited: { source, bond, words }, status, done, close }: Props) {
  const isEnd = status === "retired";
  const [signing, setSigning] = useState(UNSIGNED);
  const [badDate, setBadDate] = useState<string | null>(null);
  const saving = useMutation({
    mutationFn: (signed: Signature) => relateCI(source.uid, bond, status, signed),
    onSuccess: () => {
      close();
      done(isEnd ? t("{words}: ended.", { words }) : t("{words}: restored.", { words }));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { at, error } = expiresAt(signing.expiry, new Date());
    setBadDate(error);
    if (error === null) saving.mutate({ reason: signing.reason, expires_at: at });
  };
  return (
    <Dialog title={isEnd ? t("End the relationship?") : t("Restore the relationship?")} close={close}>
      <form className={classes.form} onSubmit={submit}>
        <div><strong>{words}</strong></div>
        <div>
          {isEnd
            ? t("It no longer counts, whoever reports it. It stays in the history and can be restored.")
            : t("That it is ended is taken back; if no source reports it, your word says that it is there.")}
        </div>
        <SignatureFields signing={signing} change={setSigning} badDate={badDate} />
        <ErrorLine text={saving.error && described(saving.error)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close} data-autofocus>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{isEnd ? t("End it") : t("Restore")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
