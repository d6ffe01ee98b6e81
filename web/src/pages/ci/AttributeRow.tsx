import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";

import type { CI, CIAttribute } from "../../api/types";
import { useAsOf } from "../../components/instants";
import { useDataSources } from "../../components/schema";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { Why } from "../edit/Why";
import classes from "./CIPage.module.css";
import { isDisputed, prioritiesOf, ranked, reasonFor } from "./claims";

interface Props {
  ci: CI;
  attribute: CIAttribute;
  isOpen: boolean;
  toggle: () => void;
}

export function AttributeRow({ ci, attribute, isOpen, toggle }: Props) {
  const isPast = useAsOf() !== "";
  const { name, label, doc, value, kind, unit, source, observed_at: at } = attribute;
  return (
    <>
      <tr data-row>
        <td>
          <button type="button" className={classes.toggle} aria-expanded={isOpen} title={doc} onClick={toggle}>
            {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />} {label}
          </button>
        </td>
        <td className={classes.value}>
          {attribute.hidden ? <span className="dim">{t("hidden: your roles do not show it")}</span> : formatValue(value, kind, unit)}
          {isDisputed(attribute) && (
            <span className="state" data-state="degraded" title={t("Sources say different values")}>
              {" "}<span aria-hidden>▲</span> {t("disputed")}
            </span>
          )}
        </td>
        <td><SourceBadge source={source} /></td>
        <td><Time at={at} isRelative /></td>
      </tr>
      {isOpen && (
        <tr id={`claims-${name}`}>
          <td colSpan={4} className={classes.claims}>{isPast ? <Claims attribute={attribute} /> : <Why ci={ci} attribute={attribute} />}</td>
        </tr>
      )}
    </>
  );
}

/** All that is said of an attribute, the claim that counts first, and why it does. */
function Claims({ attribute }: { attribute: CIAttribute }) {
  const priorities = prioritiesOf(useDataSources());
  const claims = ranked(attribute.claims, priorities);
  return (
    <>
      <p>
        {attribute.doc} {reasonFor(attribute, priorities)}
      </p>
      {claims.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("Claimed value")}</th>
              <th scope="col">{t("Source")}</th>
              <th scope="col" className="num">{t("Priority")}</th>
              <th scope="col">{t("Observed")}</th>
              <th scope="col">{t("Counts")}</th>
            </tr>
          </thead>
          <tbody>
            {claims.map((claim, index) => (
              <tr key={claim.source.key + JSON.stringify(claim.value)}>
                <td>{formatValue(claim.value, attribute.kind, attribute.unit)}</td>
                <td><SourceBadge source={claim.source} /></td>
                <td className="num">{priorities.get(claim.source.kind)?.priority ?? 0}</td>
                <td><Time at={claim.observed_at} /></td>
                <td>{index === 0 ? <span className="state" data-state="up"><span aria-hidden>●</span> {t("yes")}</span> : t("no")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
