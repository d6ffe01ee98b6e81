import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { decide, type Deciding, type Unauthorised } from "../../api/unauthorised";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";

interface Props {
  item: Unauthorised;
  what: Deciding;
  done: (item: Unauthorised) => void;
  close: () => void;
}

/** Which change stands behind a difference, or why it is accepted or becomes an incident. */
export function DecideDialog({ item, what, done, close }: Props) {
  const [text, setText] = useState({ number: "", reason: "" });
  const deciding = useMutation({ mutationFn: () => decide(item.uid, what, text), onSuccess: done });
  const titles: Record<Deciding, string> = { link: t("Link it to a change"), accept: t("Accept it"), incident: t("Open an incident") };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    deciding.mutate();
  };
  return (
    <Dialog title={titles[what]} close={close}>
      <form className={edit.form} onSubmit={submit}>
        {what === "link" && (
          <TextInput label={t("Number of the change")} required maxLength={50} placeholder="CHG0000001" value={text.number} data-autofocus onChange={({ currentTarget }) => { setText({ ...text, number: currentTarget.value }); }} />
        )}
        <Textarea label={t("Reason")} required={what !== "link"} maxLength={2000} autosize minRows={2} value={text.reason} data-autofocus={what !== "link" || undefined} onChange={({ currentTarget }) => { setText({ ...text, reason: currentTarget.value }); }} />
        <ErrorLine text={deciding.error && described(deciding.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={deciding.isPending}>{titles[what]}</Button>
        </div>
      </form>
    </Dialog>
  );
}
