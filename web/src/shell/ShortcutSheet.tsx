import { Modal } from "@mantine/core";

import { t } from "../locales/i18n";
import classes from "./Shell.module.css";
import { type Shortcut, useShortcuts } from "./shortcuts";
import { SingleKeySwitch } from "./SingleKeySwitch";

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

function Rows({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  return (
    <tbody>
      <tr>
        <th colSpan={2} scope="colgroup">{title}</th>
      </tr>
      {shortcuts.map(({ keys, label }) => (
        <tr key={keys}>
          <td style={{ width: 110 }}><Keys keys={keys} /></td>
          <td>{label}</td>
        </tr>
      ))}
    </tbody>
  );
}

/** All shortcuts of what is on the screen, and the switch that turns single keys off. */
export function ShortcutSheet({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  // Of two with the same keys the one declared last acts.
  const acting = [...new Map(useShortcuts().map((shortcut) => [shortcut.keys, shortcut])).values()];
  const places = acting.filter(({ keys }) => keys.startsWith("g "));
  // One row tells of moving, also where a grid acts on j and k from anywhere on the page.
  const here = acting.filter(({ keys }) => !keys.startsWith("g ") && keys !== "j" && keys !== "k");
  const moving = { keys: "j k", label: t("Move in a list or grid; also arrows, Page Up and Down, Home, End") };
  return (
    <Modal opened={isOpen} onClose={close} title={t("Keyboard shortcuts")} closeButtonProps={{ "aria-label": t("Close") }}>
      <table className="plain">
        <Rows title={t("On this page")} shortcuts={[...here, moving]} />
        <Rows title={t("Go to")} shortcuts={places} />
      </table>
      <div style={{ marginBlockStart: 12 }}>
        <SingleKeySwitch />
      </div>
    </Modal>
  );
}
