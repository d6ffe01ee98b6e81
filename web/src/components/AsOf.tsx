import { Button, Popover, TextInput } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";

import { t } from "../locales/i18n";
import { useUrlState } from "../shell/search";
import classes from "./AsOf.module.css";
import { fromField, toField, useAsOf } from "./instants";
import { Time } from "./Time";

/** Choose an instant, and the page shows what was so then. */
export function AsOfPicker() {
  const asOf = useAsOf();
  const [, change] = useUrlState();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const chosen = fromField(text);
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withRoles position="bottom-end">
      <Popover.Target>
        <Button
          variant={asOf === "" ? "default" : "light"} leftSection={<IconHistory size={16} />}
          onClick={() => { setText(toField(asOf) || toField(new Date().toISOString())); setOpen(!isOpen); }}
        >
          {t("As of…")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Show what was so at another time")}>
        <form
          className={classes.picker}
          onSubmit={(event) => {
            event.preventDefault();
            change({ as_of: chosen }, { push: true });
            setOpen(false);
          }}
        >
          <TextInput
            type="datetime-local" step={1} label={t("As it was at")} data-autofocus value={text} max={toField(new Date().toISOString())}
            onChange={(event) => { setText(event.currentTarget.value); }}
          />
          <Button type="submit" disabled={chosen === ""}>{t("Show")}</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Says clearly that the page shows the past, and leads back to now; nothing while it shows now. */
export function AsOfBanner() {
  const asOf = useAsOf();
  const [, change] = useUrlState();
  if (asOf === "") return null;
  return (
    <div className={`panel ${classes.past ?? ""}`} role="status">
      <strong>{t("As it was at")} <Time at={asOf} /></strong>
      <span className="dim">{t("What was reported later is not in it.")}</span>
      <Button size="compact-sm" variant="default" onClick={() => { change({ as_of: null }, { push: true }); }}>{t("Back to now")}</Button>
    </div>
  );
}
