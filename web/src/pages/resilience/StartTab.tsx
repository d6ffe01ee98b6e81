import { useQuery } from "@tanstack/react-query";

import { cannotStartQuery, type StartCircle } from "../../api/resilience";
import { CILink } from "../../components/CILink";
import { CIList } from "../../components/CIList";
import type { Column } from "../../components/grid/column";
import { useSituation } from "../../components/instants";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";

function Circle({ circle: { cis } }: { circle: StartCircle }) {
  const [first] = cis;
  return <>{cis.map((ci) => <span key={ci.uid}><CILink ci={ci} isInText />{ci.root && <span className="dim"> ({ci.root})</span>} {t("needs")} </span>)}{first && first.name}</>;
}

function columns(): Column<StartCircle>[] {
  return [
    { key: "circle", label: t("They wait for each other"), width: 380, cell: (circle) => <Circle circle={circle} /> },
    { key: "count", label: t("Wait for them"), width: 90, isNumber: true, cell: ({ waiting }) => formatNumber(waiting) },
    {
      key: "waiting", label: t("Among them"), width: 300,
      cell: ({ waiting_first: first }) => <CIList cis={first} />,
    },
  ];
}

/** What never comes back when everything starts from nothing, by the circles that keep it from starting. */
export function StartTab() {
  const found = useQuery(cannotStartQuery(useSituation()));
  return (
    <Loaded query={found} what={t("What cannot start could not be computed.")}>
      {({ items, total, circles }) => (
        <div className={classes.stack}>
          <p className="dim">{t("{total, plural, =0 {Everything comes} one {# CI never comes} other {# CIs never come}} back when all starts from nothing: CIs that need each other, and those that need them.", { total })}</p>
          <SectionTable
            title={t("Circles")} count={circles} columns={columns()} rows={items} rowKey={({ cis }) => cis.map(({ uid }) => uid).join(" ")}
            empty={<Empty>{t("No CIs wait for each other.")}</Empty>}
          />
        </div>
      )}
    </Loaded>
  );
}
