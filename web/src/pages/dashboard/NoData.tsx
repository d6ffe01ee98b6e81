import type { ReactNode } from "react";

import { AppLink } from "../../components/AppLink";
import { Copyable } from "../../components/Copyable";
import { hrefOf } from "../../shell/search";
import { t } from "../../locales/i18n";
import classes from "./Dashboard.module.css";

interface WayProps {
  title: string;
  command: string;
  children: ReactNode;
}

function Way({ title, command, children }: WayProps) {
  return (
    <section className={`panel ${classes.way ?? ""}`}>
      <h2>{title}</h2>
      <p>{children}</p>
      <Copyable text={command} label={title} />
    </section>
  );
}

/** The dashboard before anything has reported: the ways to get the first CIs. */
export function NoData() {
  const server = window.location.origin;
  return (
    <div>
      <h2>{t("No configuration items yet")}</h2>
      <p className="dim" style={{ margin: "4px 0 0" }}>
        {t("Plumbline fills itself from what agents report. Any of these brings the first ones; this page follows by itself.")}
      </p>
      <div className={classes.ways}>
        <Way title={t("The machine of the server")} command="cmdb up">
          {t("Every start takes one inventory of its own machine, unless it is told not to.")}
        </Way>
        <Way title={t("Another machine")} command={`discovery-agent once --server ${server}`}>
          {t("An agent is let in by an enrolment token.")}{" "}
          <AppLink href={hrefOf("/discovery", { tab: "tokens" })}>{t("Make one")}</AppLink>
        </Way>
        <Way title={t("Something to look at")} command="cmdb up --demo">
          {t("Loads a generated estate of about 2,000 CIs: three sites, redundant tiers, business services.")}
        </Way>
      </div>
    </div>
  );
}
