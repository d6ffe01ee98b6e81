import { TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Pin, pinIdentifier } from "../../api/identity";
import { t } from "../../locales/i18n";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import type { Result } from "../administration/Result";
import { pinWords } from "./pinning";

interface Props {
  value: { key: string };
  pin: Pin;
  tell: (result: Result) => void;
  close: () => void;
}

/** Asks before a value is pinned or released. */
export function PinDialog({ value, pin, tell, close }: Props) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const words = pinWords(pin, value.key);
  return (
    <ConfirmDialog
      title={words.title} action={words.action} run={() => pinIdentifier(value.key, pin, reason)} close={close}
      done={() => {
        tell({ state: "up", text: words.done });
        void queries.invalidateQueries();
      }}
    >
      <p style={{ marginBlockStart: 0 }}><code>{value.key}</code></p>
      <p>{words.follows}</p>
      <TextInput label={t("Reason")} maxLength={1000} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
    </ConfirmDialog>
  );
}
