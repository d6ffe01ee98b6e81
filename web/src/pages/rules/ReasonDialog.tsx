import { TextInput } from "@mantine/core";
import { useState } from "react";

import { t } from "../../locales/i18n";
import { ConfirmDialog } from "../administration/ConfirmDialog";

const MOST_CHARACTERS = 500;

interface Props {
  title: string;
  action: string;
  run: (reason: string) => Promise<void>;
  done: () => void;
  close: () => void;
}

/** Asks before another table holds, and why it is to hold. */
export function ReasonDialog({ title, action, run, done, close }: Props) {
  const [reason, setReason] = useState("");
  return (
    <ConfirmDialog title={title} action={action} run={() => run(reason)} done={done} close={close}>
      <TextInput label={t("Why")} maxLength={MOST_CHARACTERS} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
    </ConfirmDialog>
  );
}
