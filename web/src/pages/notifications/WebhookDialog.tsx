import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { changeWebhook, createWebhook, type Webhook, type WebhookIn, wishesQuery } from "../../api/notifications";
import { recordTypesQuery } from "../../api/records";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { Choices } from "../administration/Choices";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

const FIELDS = ["name", "url", "types", "kinds"];
const NEW: WebhookIn = { name: "", url: "", types: [], kinds: [], is_on: true };

interface Props {
  webhook: Webhook | null;
  targets: readonly string[];
  done: (name: string, secret: string | null) => void;
  close: () => void;
}

/** A new webhook, or other values for one there is. */
export function WebhookDialog({ webhook, targets, done, close }: Props) {
  const [wanted, setWanted] = useState<WebhookIn>(webhook ?? NEW);
  const types = useQuery(recordTypesQuery).data ?? [];
  const kinds = useQuery(wishesQuery).data?.kinds ?? [];
  const saving = useMutation({
    mutationFn: async ({ name, url, types: of, kinds: as, is_on }: WebhookIn) => {
      const given = { name, url, types: of, kinds: as, is_on };
      if (webhook === null) return (await createWebhook(given)).secret;
      await changeWebhook(webhook, given);
      return null;
    },
    onSuccess: (secret) => { done(wanted.name, secret); },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate(wanted);
  };
  const { error } = saving;
  const listed = targets.length === 0 ? t("none") : targets.join(", ");
  return (
    <Dialog title={webhook ? t("Change {name}", { name: webhook.name }) : t("New webhook")} close={close}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t("Name")} required withAsterisk={false} maxLength={100} value={wanted.name} error={fieldError(error, "name")} data-autofocus
          onChange={(event) => { setWanted({ ...wanted, name: event.currentTarget.value }); }}
        />
        <TextInput
          label={t("Address")} description={t("https:// at a public address. Private ones that the operator has listed: {listed}.", { listed })}
          required withAsterisk={false} maxLength={1000} value={wanted.url} error={fieldError(error, "url")}
          onChange={(event) => { setWanted({ ...wanted, url: event.currentTarget.value }); }}
        />
        <Choices
          label={t("Record types")} description={t("None for all.")} values={types.map(({ name }) => name)} chosen={wanted.types}
          error={fieldError(error, "types")} change={(chosen) => { setWanted({ ...wanted, types: chosen }); }}
        />
        <Choices
          label={t("Kinds of notices")} description={t("None for all.")} values={kinds.map(({ name }) => name)} chosen={wanted.kinds}
          error={fieldError(error, "kinds")} change={(chosen) => { setWanted({ ...wanted, kinds: chosen }); }}
        />
        <Choices
          label={t("State")} values={[t("on")]} chosen={wanted.is_on ? [t("on")] : []}
          change={(chosen) => { setWanted({ ...wanted, is_on: chosen.length > 0 }); }}
        />
        <ErrorLine text={otherError(error, FIELDS)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{t("Save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
