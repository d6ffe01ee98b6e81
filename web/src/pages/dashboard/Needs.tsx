import type { DashboardFigures } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./Dashboard.module.css";

/** What of the data waits for a person; nothing where nothing does. */
export function Needs({ needs }: { needs: DashboardFigures["needs_you"] }) {
  if (needs.length === 0) return null;
  return (
    <section className={`panel ${classes.strip ?? ""}`}>
      <h2>{t("The data needs you")}</h2>
      <ul className={classes.needs}>
        {needs.map((need) => (
          <li key={need.kind}>
            <AppLink className={classes.need} href={need.link}>
              <span className="state" data-state="degraded">
                <span aria-hidden>▲</span> {formatNumber(need.count)}
              </span>
              <span className={classes.words}>{need.text}</span>
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
