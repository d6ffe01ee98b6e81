import { NativeSelect, TextInput } from "@mantine/core";

import { t } from "../../locales/i18n";
import { EXPIRY_CHOICES, type Expiry, expiryWord } from "./expiry";

interface Props {
  expiry: Expiry;
  change: (expiry: Expiry) => void;
  error: string | null;
}

/** When something expires: some days from now, never, or a date typed as ISO 8601. */
export function ExpiryField({ expiry, change, error }: Props) {
  const isTyped = expiry.choice === "typed";
  const choices = EXPIRY_CHOICES.map((choice) => ({ value: choice, label: expiryWord(choice) }));
  return (
    <>
      <NativeSelect
        size="xs"
        label={t("Expires")}
        value={expiry.choice}
        data={choices}
        error={isTyped ? null : error}
        onChange={(event) => {
          const choice = EXPIRY_CHOICES.find((one) => one === event.currentTarget.value);
          if (choice) change({ ...expiry, choice });
        }}
      />
      {isTyped && (
        <TextInput
          label={t("Date of expiry")}
          description={t("As 2027-01-31, which lasts to the end of that day, or 2027-01-31 18:00.")}
          placeholder="YYYY-MM-DD"
          value={expiry.typed}
          error={error}
          onChange={(event) => { change({ ...expiry, typed: event.currentTarget.value }); }}
        />
      )}
    </>
  );
}
