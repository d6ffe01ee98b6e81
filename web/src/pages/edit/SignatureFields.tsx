import { TextInput } from "@mantine/core";

import { t } from "../../locales/i18n";
import type { Expiry } from "../administration/expiry";
import { ExpiryField } from "../administration/ExpiryField";

export interface Signing {
  reason: string;
  expiry: Expiry;
}

export const UNSIGNED: Signing = { reason: "", expiry: { choice: "never", typed: "" } };

interface Props {
  signing: Signing;
  change: (signing: Signing) => void;
  badDate: string | null;
}

/** Why an edit is made, and until when it holds. */
export function SignatureFields({ signing, change, badDate }: Props) {
  return (
    <>
      <TextInput
        size="xs" label={t("Reason")} description={t("It stands beside the value and in the history.")} maxLength={1000}
        value={signing.reason} onChange={(event) => { change({ ...signing, reason: event.currentTarget.value }); }}
      />
      <ExpiryField expiry={signing.expiry} change={(expiry) => { change({ ...signing, expiry }); }} error={badDate} />
    </>
  );
}
