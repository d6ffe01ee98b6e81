import { useQuery } from "@tanstack/react-query";

import { dashboardQuery } from "../../api/cis";
import type { DashboardFigures } from "../../api/types";
import { Bars } from "../../components/Bars";
import { ChartFigure } from "../../components/chart/ChartFigure";
import { cisHref } from "../../components/links";
import { StatusLook } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";
import { sentence } from "../administration/problems";
import { Busiest } from "./Busiest";
import classes from "./Dashboard.module.css";
import { DashboardBones } from "./DashboardBones";
import { Figures } from "./Figures";
import { Home } from "./Home";
import { Needs } from "./Needs";
import { NoData } from "./NoData";

function hasNothing({ by_status: statuses }: DashboardFigures): boolean {
  return statuses.every(({ count }) => count === 0);
}

function Numbers({ dashboard }: { dashboard: DashboardFigures }) {
  if (hasNothing(dashboard)) return <NoData />;
  const { trend } = dashboard;
  return (
    <>
      <Figures figures={dashboard.figures} />
      <Needs needs={dashboard.needs_you} />
      <Busiest programs={dashboard.busiest} />
      <div className={classes.wide}>
        <div className={classes.side}>
          <ChartFigure
            title={t("Configuration items over time")}
            caption={t("CIs that exist now, by when each was first known; {days, plural, one {the last day} other {the last # days}}.", {
              days: Math.max(1, trend.at.length - 1),
            })}
            label={t("CIs")}
            at={trend.at}
            values={trend.cis}
          />
          <Bars title={t("By class")} bars={dashboard.by_class} href={({ value }) => cisHref({ ci_class: value })} />
        </div>
        <div className={classes.side}>
          <Bars
            title={t("By status")}
            bars={dashboard.by_status}
            href={({ value }) => cisHref({ status: value })}
            name={({ value }) => <StatusLook status={value} />}
          />
          {dashboard.parked.length > 0 && (
            <Bars
              title={t("Parked, by reason")}
              bars={dashboard.parked.map(({ reason, count }) => ({ value: reason, label: sentence(reason), count }))}
              href={({ value }) => hrefOf("/discovery", { tab: "parked", reason: value })}
            />
          )}
          <Bars title={t("By data source")} bars={dashboard.by_source} href={({ value }) => cisHref({ source: value })} />
        </div>
      </div>
    </>
  );
}

export function DashboardPage() {
  const dashboard = useQuery(dashboardQuery);
  return (
    <>
      <title>{`${t("Dashboard")} · Plumbline`}</title>
      <h1>{t("Dashboard")}</h1>
      <Home />
      <Loaded query={dashboard} what={t("The dashboard could not be loaded.")} waiting={<DashboardBones />}>
        {(numbers) => <Numbers dashboard={numbers} />}
      </Loaded>
    </>
  );
}
