import { Button, Progress } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { pointDaysQuery, type SinglePoint, type SinglePointPage, singlePointsQuery } from "../../api/singlePoints";
import { ChartFigure } from "../../components/chart/ChartFigure";
import { CILink } from "../../components/CILink";
import { useSituation } from "../../components/instants";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { toldApart } from "../../components/sameNames";
import { useClassLabel } from "../../components/schema";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, useUrlState } from "../../shell/search";
import classes from "../administration/administration.module.css";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { AcceptDialog } from "./AcceptDialog";
import { PointDialog } from "./PointDialog";
import { PAGE_ROWS, PointFilters, useAskedPoints } from "./PointFilters";
import { bestWords, changeLook, riskLook } from "./words";

function takenWords({ takes, weight }: SinglePoint, labelOf: (name: string) => string): string {
  const names = toldApart(takes, labelOf).join(", ");
  const more = weight.services - takes.length;
  return more > 0 ? t("{names} and {more} more", { names, more: formatNumber(more) }) : names;
}

function columns(labelOf: (name: string) => string, open: (uid: string) => void, { isCompared, isAssumed }: { isCompared: boolean; isAssumed: boolean }): Column<SinglePoint>[] {
  return [
    { key: "ci", label: t("CI"), width: 165, cell: ({ ci }) => <CILink ci={ci} />, title: ({ ci }) => ci.name },
    { key: "class", label: t("Class"), width: 95, cell: ({ ci }) => labelOf(ci.ci_class) },
    { key: "on", label: t("On"), width: 90, cell: ({ ci }) => [ci.root, ci.site].filter(Boolean).join(", ") },
    { key: "services", label: t("Services"), width: 70, isNumber: true, cell: ({ weight }) => formatNumber(weight.services) },
    { key: "users", label: t("Users"), width: 80, isNumber: true, cell: ({ weight }) => formatNumber(weight.users) },
    { key: "affected", label: t("CIs"), width: 60, isNumber: true, cell: ({ weight }) => formatNumber(weight.affected) },
    { key: "takes", label: t("Takes down"), width: 190, cell: (point) => takenWords(point, labelOf), title: (point) => takenWords(point, labelOf) },
    { key: "mend", label: t("What would mend it"), width: 205, cell: bestWords, title: bestWords },
    ...(isCompared ? [{ key: "change", label: isAssumed ? t("Then") : t("Since then"), width: 90, cell: changeLook }] : []),
    { key: "accepted", label: t("Risk"), width: 75, cell: ({ accepted }) => accepted && riskLook(accepted) },
    {
      key: "more", label: t("Details"), width: 85,
      cell: ({ ci }) => <Button variant="default" size="compact-xs" aria-label={t("Details of {name}", { name: ci.name })} onClick={() => { open(ci.uid); }}>{t("Details")}</Button>,
    },
  ];
}

function Making({ progress }: { progress: number }) {
  const share = Math.round(100 * progress);
  return (
    <div className="panel" role="status">
      {t("The report is being made: {share} %", { share })}
      <Progress value={share} aria-label={t("Progress of the report")} />
    </div>
  );
}

function Summary({ page }: { page: SinglePointPage }) {
  const { totals } = page;
  return (
    <p className="dim">
      {t("{points, plural, one {# CI takes} other {# CIs take}} services down alone, {accepted} accepted. {services} of {all} services have such a CI.", {
        points: totals.points, accepted: formatNumber(totals.accepted), services: formatNumber(totals.services), all: formatNumber(totals.of_services),
      })}
      {" "}{t("As of")} <Time at={page.snapshot_at} />
    </p>
  );
}

function Gone({ page: { gone, compared_with: since } }: { page: SinglePointPage }) {
  const { scenario } = useSituation();
  if (gone.length === 0) return null;
  return (
    <p>
      {scenario === undefined ? <>{t("No longer single points of failure since")} <Time at={since} /></> : t("No longer single points of failure in the scenario")}: {gone.map(({ ci }, turn) => <span key={ci.uid}>{turn > 0 && ", "}<CILink ci={ci} isInText /></span>)}
    </p>
  );
}

function Pages({ total, offset }: { total: number; offset: number }) {
  const [, change] = useUrlState();
  if (total <= PAGE_ROWS) return null;
  const go = (to: number) => { change({ offset: to === 0 ? null : String(to) }, { push: true }); };
  return (
    <nav className="row" aria-label={t("Pages")}>
      <Button variant="default" disabled={offset === 0} onClick={() => { go(Math.max(offset - PAGE_ROWS, 0)); }}>{t("Previous")}</Button>
      <span>{t("{from} to {to} of {total}", { from: formatNumber(offset + 1), to: formatNumber(Math.min(offset + PAGE_ROWS, total)), total: formatNumber(total) })}</span>
      <Button variant="default" disabled={offset + PAGE_ROWS >= total} onClick={() => { go(offset + PAGE_ROWS); }}>{t("Next")}</Button>
    </nav>
  );
}

function Days() {
  const days = useQuery(pointDaysQuery).data?.items ?? [];
  if (days.length <= 1) return null;
  return (
    <ChartFigure
      title={t("Day by day")} caption={t("CIs that take services down alone, counted once a day.")} label={t("single points of failure")}
      at={days.map(({ day }) => `${day}T00:00:00Z`)} values={days.map(({ points }) => points)}
    />
  );
}

/** CIs that take others with them, the heaviest first. */
export function PointsTab() {
  const asked = useAskedPoints();
  const [search, change] = useUrlState();
  const found = useQuery(singlePointsQuery(asked));
  const labelOf = useClassLabel();
  const { as_of: asOf, scenario } = asked;
  // A risk is accepted of how things are.
  const mayAccept = useMay("write") && asOf === undefined && scenario === undefined;
  const [accepting, setAccepting] = useState<SinglePoint["ci"] | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const shown = first(search, "ci");
  const open = (uid: string) => { change({ ci: uid }, { push: true }); };
  const close = () => { change({ ci: null }); };
  return (
    <div className={classes.stack} {...keeper}>
      <PointFilters asked={asked} />
      <ResultLine result={result} />
      <Loaded query={found} what={t("The single points of failure could not be loaded.")} lines={12}>
        {(page) => (
          <>
            {page.progress !== null && <Making progress={page.progress} />}
            {page.is_ready && (
              <>
                <Summary page={page} />
                <Gone page={page} />
                <SectionTable
                  title={t("Single points of failure")} count={page.total} rows={page.items} rowKey={({ ci }) => ci.uid}
                  columns={columns(labelOf, open, { isCompared: page.compared_with !== null, isAssumed: scenario !== undefined && asked.compare_with === "" })}
                  empty={<Empty>{t("No CI takes another one down alone, of those that are asked for.")}</Empty>}
                />
                <Pages total={page.total} offset={asked.offset} />
              </>
            )}
          </>
        )}
      </Loaded>
      <Days />
      {shown !== "" && accepting === null && <PointDialog uid={shown} accept={mayAccept ? setAccepting : null} close={close} />}
      {accepting && (
        <AcceptDialog
          ci={accepting} done={() => { tell({ state: "up", text: t("The risk of {name} is accepted.", { name: accepting.name }) }); close(); }}
          close={() => { setAccepting(null); }}
        />
      )}
    </div>
  );
}
