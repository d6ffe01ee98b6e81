import type { DashboardFigures } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./Dashboard.module.css";

/** What waits for a person. */
export function Needs({ needs }: { needs: DashboardFigures["needs_you"] }) {
  return (
    <section className={`panel ${classes.strip ?? ""}`}>
      <h2>{t("Needs you")}</h2>
      {needs.length === 0 ? (
        <span className="dim">
          <span className="state" data-state="up" aria-hidden>●</span> {t("Nothing waits for you.")}
        </span>
      ) : (
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
      )}
    </section>
  );
}
