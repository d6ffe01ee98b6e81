import { Button } from "@mantine/core";
import type { ReactNode } from "react";

import { t } from "../../locales/i18n";
import { Empty, Failed, Waiting } from "../PageState";
import classes from "./Grid.module.css";
import { Grid, type GridProps } from "./Grid";

interface Props<Row> extends GridProps<Row> {
  /** The sentence for the case of failure. */
  what: string;
  /** Instead of a list that has no rows. */
  empty: ReactNode;
}

/** A grid in each of its states: on its way, failed, without rows, and with rows of which some may be missing. */
export function ListOf<Row>({ what, empty, ...grid }: Props<Row>) {
  const { total, error, retry } = grid.blocks;
  if (total === undefined) {
    if (error) return <div className="panel"><Failed error={error} what={what} retry={retry} /></div>;
    return <div className={`panel ${classes.waiting ?? ""}`}><Waiting lines={20} /></div>;
  }
  if (total === 0) return <div className="panel">{empty}</div>;
  return (
    <>
      {error && (
        <div className="panel row" role="alert">
          <span className="state" data-state="degraded">▲ {t("Some rows could not be loaded.")}</span>
          <span className="grow cut dim">{error.message}</span>
          <Button variant="default" onClick={retry}>{t("Try again")}</Button>
        </div>
      )}
      <Grid {...grid} active={Math.min(grid.active, total - 1)} />
    </>
  );
}

/** A list that a filter leaves nothing of. */
export function NothingLeft({ children, clear }: { children: ReactNode; clear: () => void }) {
  return <Empty action={<Button variant="default" onClick={clear}>{t("Clear filters")}</Button>}>{children}</Empty>;
}
