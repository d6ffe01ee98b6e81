import { Switch } from "@mantine/core";
import { useState } from "react";

import type { CI } from "../../api/types";
import { SourceBadge } from "../../components/SourceBadge";
import { formatNumber, formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { nameOf } from "../identity/words";
import classes from "./Side.module.css";
import { attributeRows } from "./rows";

/** What each CI is like; what differs comes first. */
export function Attributes({ cis }: { cis: readonly CI[] }) {
  const [areAllShown, showAll] = useState(true);
  const rows = attributeRows(cis);
  const different = rows.filter(({ differs }) => differs);
  const shown = areAllShown ? rows : different;
  return (
    <>
      <div className={classes.actions}>
        <h2 className="grow">{t("Attributes")} <span className="dim">{t("{count} differ", { count: formatNumber(different.length) })}</span></h2>
        <Switch checked={!areAllShown} onChange={(event) => { showAll(!event.currentTarget.checked); }} label={t("Only what differs")} />
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label={t("Attributes side by side")}>
        <table className={`plain ${classes.table ?? ""}`} aria-label={t("Attributes")}>
          <thead>
            <tr>
              <th scope="col" className={classes.label}>{t("Attribute")}</th>
              {cis.map((ci) => <th scope="col" key={ci.uid}>{nameOf(ci)}</th>)}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, label, values, differs }) => (
              <tr key={name} className={differs ? classes.differs : undefined}>
                <th scope="row">{label}{differs && <span className="state" data-state="degraded"> <span aria-hidden>≠</span> {t("differs")}</span>}</th>
                {values.map((value, at) => (
                  <td key={cis[at]?.uid}>
                    {value === undefined ? <span className="dim">–</span> : (
                      <>{formatValue(value.value, value.kind, value.unit)} <SourceBadge source={value.source} /></>
                    )}
                  </td>
                ))}
              </tr>
            ))}
            {shown.length === 0 && <tr><td colSpan={cis.length + 1} className="dim">{t("Nothing differs.")}</td></tr>}
          </tbody>
        </table>
      </div>
    </>
  );
}
