import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Pin, pinIdentifier } from "../../api/identity";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine, type Result } from "../administration/Result";
import { pinWords } from "./pinning";

/** Pins a value that no machine's records have put into quarantine. */
export function PinForm({ tell }: { tell: (result: Result) => void }) {
  const queries = useQueryClient();
  const [key, setKey] = useState("");
  const [pin, setPin] = useState<Pin>("junk");
  const [reason, setReason] = useState("");
  const pinning = useMutation({
    mutationFn: () => pinIdentifier(key.trim(), pin, reason),
    onSuccess: () => {
      tell({ state: "up", text: pinWords(pin, key.trim()).done });
      setKey("");
      setReason("");
    },
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <form
      className={`panel ${classes.stack ?? ""}`} aria-label={t("Pin a value")}
      onSubmit={(event) => { event.preventDefault(); pinning.mutate(); }}
    >
      <h2>{t("Pin a value")}</h2>
      <TextInput
        label={t("Identifier")} required maxLength={5000} value={key} onChange={(event) => { setKey(event.currentTarget.value); }}
        description={t("As an identity card shows it: machine_id:0f1e…")} error={fieldError(pinning.error, "key")}
      />
      <NativeSelect
        size="xs" label={t("Whether it counts")} value={pin} onChange={(event) => { setPin(event.currentTarget.value === "good" ? "good" : "junk"); }}
        data={[{ value: "junk", label: t("never counts") }, { value: "good", label: t("always counts") }]}
      />
      <TextInput label={t("Reason")} maxLength={1000} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
      <ErrorLine text={otherError(pinning.error, ["key"])} />
      <Button type="submit" loading={pinning.isPending} disabled={key.trim() === ""}>{t("Pin it")}</Button>
    </form>
  );
}
