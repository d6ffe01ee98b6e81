import type { ReactNode } from "react";

import type { Point } from "../../api/boardMeetings";
import { AppLink } from "../../components/AppLink";
import { Look } from "../../components/Look";
import { recordHref } from "../../components/links";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import changes from "../changes/changes.module.css";
import { verdictLook } from "../changes/words";
import records from "../records/records.module.css";
import { decisionLook } from "./words";

/** A change on the agenda: what is planned, who said what, what that comes to; below it what was said of it. */
export function PointPanel({ point, turn, children }: { point: Point; turn: number; children: ReactNode }) {
  return (
    <section className="panel" aria-label={point.change}>
      <h2>{turn}. <AppLink href={recordHref({ number: point.change, type: "change" })}>{point.change}</AppLink> {point.title}</h2>
      <p className={records.head}>
        <Look look={decisionLook(point)} /> <span>{point.state_label}</span>
        {point.planned_start !== null && <span className="dim"><Time at={point.planned_start} /> – <Time at={point.planned_end} /></span>}
      </p>
      <ul className={changes.list}>
        {point.needs.map(({ label, verdict }) => <li key={label}><Look look={verdictLook(verdict)} /> {label}</li>)}
        {point.votes.map(({ by, on_behalf_of: whose, vote, reason }) => (
          <li key={`${by} ${whose}`}>
            <Look look={vote === "yes" ? ["up", "●", t("Yes")] : ["down", "■", t("No")]} /> <strong>{by}</strong>{whose !== "" && ` ${t("for {name}", { name: whose })}`}
            {reason !== "" && <span className={records.text}>: {reason}</span>}
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
