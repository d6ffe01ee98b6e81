import type { RulesDryRun } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { formatNumber, formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "../edit/edit.module.css";

/** How CIs would change: attribute by attribute, with whose word counted and would count. */
export function Samples({ samples }: Pick<RulesDryRun, "samples">) {
  if (samples.length === 0) return null;
  return (
    <div className={classes.wide} tabIndex={0} role="group" aria-label={t("Samples")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("CI")}</th>
            <th scope="col">{t("Attribute")}</th>
            <th scope="col">{t("Is")}</th>
            <th scope="col">{t("Would be")}</th>
          </tr>
        </thead>
        <tbody>
          {samples.flatMap(({ uid, name, changes }) =>
            changes.map(({ attribute, old, new: next, old_source: before, new_source: after }) => (
              <tr key={uid + attribute}>
                <td><AppLink href={`/cis/${uid}`}>{name}</AppLink></td>
                <td>{attribute}</td>
                <td>{formatValue(old)} <span className="dim">{before?.key}</span></td>
                <td>{formatValue(next)} <span className="dim">{after?.key}</span></td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** What a dry run found. */
export function Outcome({ found }: { found: RulesDryRun }) {
  const counts = { changed: formatNumber(found.changed), checked: formatNumber(found.checked) };
  return (
    <section aria-label={t("Dry run")} className={classes.form}>
      <p role="status">
        <strong>{t("{changed} of {checked} CIs would change.", counts)}</strong>{" "}
        {t("Rules decide values, not which CIs there are: none would merge or split.")}
      </p>
      {found.by_attribute.length > 0 && (
        <p>{found.by_attribute.map(({ attribute, changed }) => `${attribute}: ${formatNumber(changed)}`).join(" · ")}</p>
      )}
      <Samples samples={found.samples} />
    </section>
  );
}
