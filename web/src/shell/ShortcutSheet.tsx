import { Modal, Switch } from "@mantine/core";
import { useState } from "react";

import { t } from "../locales/i18n";
import classes from "./Shell.module.css";
import { singleKeysAreOn, switchSingleKeys, useShortcuts } from "./shortcuts";

function Keys({ keys }: { keys: string }) {
  return (
    <>
      {keys.split(" ").map((key) => (
        <kbd key={key} className={classes.kbd} style={{ marginInlineEnd: 4 }}>
          {key}
        </kbd>
      ))}
    </>
  );
}

/** All shortcuts of what is on the screen, and the switch that turns single keys off. */
export function ShortcutSheet({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const shortcuts = useShortcuts();
  const [areOn, setOn] = useState(singleKeysAreOn);
  return (
    <Modal opened={isOpen} onClose={close} title={t("Keyboard shortcuts")} closeButtonProps={{ "aria-label": t("Close") }}>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("Keys")}</th>
            <th>{t("What they do")}</th>
          </tr>
        </thead>
        <tbody>
          {shortcuts.map(({ keys, label }) => (
            <tr key={`${keys} ${label}`}>
              <td><Keys keys={keys} /></td>
              <td>{label}</td>
            </tr>
          ))}
          <tr>
            <td><Keys keys="j k" /></td>
            <td>{t("Move in a list or grid; also arrows, Page Up and Down, Home, End")}</td>
          </tr>
        </tbody>
      </table>
      <Switch
        mt="md"
        checked={areOn}
        label={t("Single-letter shortcuts")}
        onChange={(event) => { setOn(event.currentTarget.checked); switchSingleKeys(event.currentTarget.checked); }}
      />
    </Modal>
  );
}
