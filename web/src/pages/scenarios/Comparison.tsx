import type { WhatIfComparison } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { StateLook } from "../../components/Look";
import { useClassLabel } from "../../components/schema";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

const SHOWN = 200;
const UID_OF_A_CI = "ci_";

/** What is worse or better with the changes, services first; `other` is the name of the scenario beside it, none: now. */
export function Comparison({ comparison, other = "" }: { comparison: WhatIfComparison; other?: string }) {
  const { now, then, worse, better, services, cis } = comparison;
  const labelOf = useClassLabel();
  const rows = [...services, ...cis];
  return (
    <>
      <p role="status">
        {t("{worse, plural, one {# CI is} other {# CIs are}} worse and {better} better with the changes.", { worse, better })}{" "}
        {t("Services down: {now} {beside}, {then} then; their users: {usersNow} {beside}, {usersThen} then.", {
          beside: other === "" ? t("now") : t("in {name}", { name: other }), now: now.services_down, then: then.services_down, usersNow: formatNumber(now.users_down), usersThen: formatNumber(then.users_down),
        })}
      </p>
      {rows.length > 0 && (
        <div tabIndex={0} role="group" aria-label={t("What differs")} style={{ overflowX: "auto" }}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("CI")}</th><th scope="col">{t("Class")}</th><th scope="col">{other === "" ? t("Now") : t("In {name}", { name: other })}</th><th scope="col">{t("In the scenario")}</th><th scope="col">{t("Users")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN).map((row) => (
                <tr key={row.uid}>
                  <td>{row.uid.startsWith(UID_OF_A_CI) ? <AppLink href={ciHref(row.uid)}>{row.name}</AppLink> : row.name}</td>
                  <td>{labelOf(row.ci_class)}</td>
                  <td>{row.state_now === "absent" ? t("not there") : <StateLook state={row.state_now} />}</td>
                  <td>{row.state_then === "absent" ? t("not there") : <StateLook state={row.state_then} />}</td>
                  <td>{row.users === null ? "" : formatNumber(row.users)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > SHOWN && <p className="dim">{t("and {count} more", { count: rows.length - SHOWN })}</p>}
    </>
  );
}
