import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { t } from "../../locales/i18n";
import { ConfirmDialog } from "../administration/ConfirmDialog";

const LONGEST = 500;

interface Props {
  title: string;
  action: string;
  /** What is given up. */
  children: ReactNode;
  run: (reason: string) => Promise<void>;
  done: () => void;
  close: () => void;
}

/** Asks before parked items are given up, and why. */
export function DiscardDialog({ title, action, children, run, done, close }: Props) {
  const [reason, setReason] = useState("");
  return (
    <ConfirmDialog title={title} action={action} run={() => run(reason)} done={done} close={close}>
      {children}
      <p>{t("What it says will not be in the graph. It is parked again when a report repeats it.")}</p>
      <TextInput
        label={t("Why")} description={t("Kept in the history of the CI whose report it was part of.")} maxLength={LONGEST}
        value={reason} onChange={(event) => { setReason(event.currentTarget.value); }}
      />
    </ConfirmDialog>
  );
}
