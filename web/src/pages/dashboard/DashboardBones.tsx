import { Skeleton } from "@mantine/core";

import { t } from "../../locales/i18n";
import classes from "./Dashboard.module.css";

const FIGURES = 6;
const PANELS = [38, 300, 290];

/** The shape of the dashboard while its numbers are on their way. */
export function DashboardBones() {
  return (
    <div className={classes.bones} role="status" aria-label={t("Loading")}>
      <div className={classes.figures}>
        {Array.from({ length: FIGURES }, (_, figure) => <Skeleton key={figure} height={88} />)}
      </div>
      {PANELS.map((height) => <Skeleton key={height} height={height} />)}
    </div>
  );
}
