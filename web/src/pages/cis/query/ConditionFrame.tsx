import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { t } from "../../../locales/i18n";
import type { BuilderProps } from "./ConditionGroup";
import classes from "./Query.module.css";
import { type Condition, denied, deny, replaced, spelt } from "./tree";

interface Props extends BuilderProps {
  /** The condition with its `not`. */
  whole: Condition;
  children: ReactNode;
}

/** What every condition has: it may be denied and taken away. */
export function ConditionFrame({ whole, path, root, change, children }: Props) {
  const [condition, isDenied] = denied(whole);
  return (
    <div className={classes.condition}>
      <label className={classes.denied}>
        <input
          type="checkbox" checked={isDenied}
          onChange={(event) => { change(replaced(root, path, deny(condition, event.currentTarget.checked))); }}
        />
        {t("not")}
      </label>
      {children}
      <ActionIcon
        variant="subtle" color="gray" size={30} aria-label={t("Take away: {condition}", { condition: spelt(whole) || t("empty group") })}
        onClick={() => { change(replaced(root, path, null)); }}
      >
        <IconX size={15} />
      </ActionIcon>
    </div>
  );
}
