import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { restoreCI, retireCI, type Signature } from "../../api/edits";
import type { CI } from "../../api/types";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { expiresAt } from "../administration/expiry";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import classes from "./edit.module.css";
import { SignatureFields, UNSIGNED } from "./SignatureFields";

interface Props {
  ci: CI;
  done: (text: string) => void;
  close: () => void;
}

/** Retires a CI that is there, restores one that is retired. */
export function StatusDialog({ ci, done, close }: Props) {
  const isRetired = ci.status === "retired";
  const [signing, setSigning] = useState(UNSIGNED);
  const [badDate, setBadDate] = useState<string | null>(null);
  const saving = useMutation({
    mutationFn: (signed: Signature) => (isRetired ? restoreCI(ci.uid, signed) : retireCI(ci.uid, signed)),
    onSuccess: () => {
      close();
      done(isRetired ? t("{name} is restored.", { name: ci.name }) : t("{name} is retired.", { name: ci.name }));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { at, error } = expiresAt(signing.expiry, new Date());
    setBadDate(error);
    if (error === null) saving.mutate({ reason: signing.reason, expires_at: at });
  };
  const title = isRetired ? t("Restore {name}?", { name: ci.name }) : t("Retire {name}?", { name: ci.name });
  return (
    <Dialog title={title} close={close}>
      <form className={classes.form} onSubmit={submit}>
        <div>
          {isRetired
            ? t("What people said of its retirement is taken back; if no source reports it, your word makes it active.")
            : t("It no longer counts, with all that lies within it, whoever reports it. Nothing is deleted; it can be restored.")}
        </div>
        <SignatureFields signing={signing} change={setSigning} badDate={badDate} />
        <ErrorLine text={saving.error && described(saving.error)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close} data-autofocus>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{isRetired ? t("Restore") : t("Retire")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
