import type { DashboardFigures } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./Dashboard.module.css";

type Figure = DashboardFigures["figures"][number];

function valueOf({ value, unit }: Figure): string {
  return unit ? `${formatNumber(value)} ${unit}` : formatNumber(value);
}

/** The numbers on top; each leads to the list behind it. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <ul className={classes.figures} aria-label={t("Figures")}>
      {figures.map((figure) => (
        <li key={figure.key}>
          <AppLink className={`panel ${classes.figure ?? ""}`} href={figure.link}>
            <span className={classes.label}>{figure.label}</span>
            <span className={classes.value}>{valueOf(figure)}</span>
            <span className={classes.detail}>{figure.detail}</span>
          </AppLink>
        </li>
      ))}
    </ul>
  );
}
