import { Button, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { approveTemplate, type Template } from "../../api/templates";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

/** Asks why changes from a template need no approval of their own, from now on. */
export function ApproveDialog({ template, done, close }: { template: Template; done: () => void; close: () => void }) {
  const [reason, setReason] = useState("");
  const approving = useMutation({ mutationFn: () => approveTemplate(template, reason), onSuccess: done });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    approving.mutate();
  };
  return (
    <Dialog title={t("Approve {name}", { name: template.name })} close={close}>
      <form className={classes.form} onSubmit={submit}>
        <p>{t("Changes from it then need no approval while their risk is low. Failures count from now on.")}</p>
        <Textarea
          label={t("Why")} required withAsterisk={false} maxLength={2000} data-autofocus value={reason} error={fieldError(approving.error, "reason")}
          onChange={(event) => { setReason(event.currentTarget.value); }}
        />
        <ErrorLine text={otherError(approving.error, ["reason"])} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={approving.isPending}>{t("Approve it")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
