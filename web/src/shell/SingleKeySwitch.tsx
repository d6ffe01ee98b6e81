import { Switch } from "@mantine/core";

import { t } from "../locales/i18n";
import { useSingleKeys } from "./shortcuts";

/** Turns single keys off for people who use speech input or hit keys by accident. */
export function SingleKeySwitch() {
  const { areOn, switchTo } = useSingleKeys();
  return (
    <Switch
      checked={areOn}
      label={t("Single-letter shortcuts")}
      description={t("Without them only Ctrl+K acts. This browser remembers it.")}
      onChange={(event) => { switchTo(event.currentTarget.checked); }}
    />
  );
}
