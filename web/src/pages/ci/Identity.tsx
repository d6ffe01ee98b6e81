import type { CI } from "../../api/types";
import { Copyable } from "../../components/Copyable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./CIPage.module.css";

/** What identifies the CI, and its record in the store. */
export function Identity({ ci }: { ci: CI }) {
  return (
    <section className="panel">
      <h2>{t("Identity")}</h2>
      <ul className={classes.list} aria-label={t("Identifiers")}>
        {ci.identifiers.map((identifier) => (
          <li key={identifier} className="mono">{identifier}</li>
        ))}
        {ci.identifiers.length === 0 && <li className="dim">{t("No identifier is known.")}</li>}
      </ul>
      <div style={{ margin: "6px 0" }}>
        <Copyable text={ci.uid} label={t("Id of the CI")} />
      </div>
      <dl className={classes.facts}>
        <div><dt>{t("Created")}</dt><dd><Time at={ci.created_at} /></dd></div>
        <div><dt>{t("Changed")}</dt><dd><Time at={ci.updated_at} /></dd></div>
        <div><dt>{t("Revision")}</dt><dd>{formatNumber(ci.revision)}</dd></div>
      </dl>
    </section>
  );
}
