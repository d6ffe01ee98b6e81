import type { Agent, SectionOutcome } from "../../api/types";
import { Look, OutcomeLook } from "../../components/Look";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { outcomeLook } from "../../locales/labels";
import { sentence } from "../administration/problems";
import classes from "./Discovery.module.css";
import { counts } from "./outcomes";

/** How many collectors of an agent had each outcome. */
export function Outcomes({ sections }: { sections: readonly SectionOutcome[] }) {
  if (sections.length === 0) return <span className="dim">{t("no report yet")}</span>;
  const remarks = sections.filter((section) => section.outcome === "complete" && section.reason).length;
  return (
    <span className={classes.outcomes}>
      {counts(sections).map(([outcome, count]) => {
        const [state, glyph, word] = outcomeLook(outcome);
        return <Look key={outcome} look={[state, glyph, `${formatNumber(count)} ${word.toLowerCase()}`]} />;
      })}
      {remarks > 0 && <span className="dim">{t("{remarks, plural, one {# with a remark} other {# with remarks}}", { remarks })}</span>}
    </span>
  );
}

/** Each collector with its outcome, the reason and what to do about it. */
export function Collectors({ agent, sections }: { agent: Agent; sections: readonly SectionOutcome[] }) {
  return (
    <table className="plain" aria-label={t("Collectors of {name}", { name: agent.name })}>
      <thead>
        <tr>
          <th style={{ width: 190 }}>{t("Collector")}</th>
          <th style={{ width: 130 }}>{t("Outcome")}</th>
          <th>{t("Why, and what to do")}</th>
          <th style={{ width: 150 }}>{t("Observed")}</th>
        </tr>
      </thead>
      <tbody>
        {sections.map((section) => (
          <tr key={section.name}>
            <td className="mono">{section.name}</td>
            <td><OutcomeLook outcome={section.outcome} /></td>
            <td>{section.reason ? sentence(section.reason) : <span className="dim">–</span>}</td>
            <td><Time at={section.observed_at} isRelative /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
