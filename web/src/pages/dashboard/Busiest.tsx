import { IconArrowForwardUp } from "@tabler/icons-react";

import type { DashboardFigures } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { impactHref } from "../../components/links";
import { useClassLabel } from "../../components/schema";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

type Program = DashboardFigures["busiest"][number];

const NAMED = 3;

function TakenDown({ program }: { program: Program }) {
  const named = program.takes_down ?? [];
  const rest = program.affected - Math.min(NAMED, named.length);
  if (program.affected === 0) return <span className="dim">{t("nothing else")}</span>;
  return (
    <>
      {named.slice(0, NAMED).map((ci, index) => (
        <span key={ci.uid}>
          {index > 0 && ", "}
          <CILink ci={ci} isInText />
        </span>
      ))}
      {rest > 0 && (
        <span className="dim"> {t("and {count, plural, one {# more} other {# more}}", { count: rest })}</span>
      )}
    </>
  );
}

function columns(labelOf: (ciClass: string) => string): Column<Program>[] {
  return [
    {
      key: "name", label: t("Program"), width: 200, title: (program) => labelOf(program.ci_class),
      cell: (program) => (
        <AppLink className="quiet" href={impactHref(program.uid)} aria-label={t("Impact of {name}", { name: program.name })}>
          <IconArrowForwardUp size={15} aria-hidden style={{ verticalAlign: "-3px" }} /> {program.name}
        </AppLink>
      ),
    },
    { key: "computer", label: t("On"), width: 180, cell: ({ computer }) => computer && <CILink ci={computer} /> },
    {
      key: "dependents", label: t("Depend on it"), doc: t("Programs and services in its reach"), width: 90, isNumber: true,
      cell: ({ dependents }) => formatNumber(dependents),
    },
    {
      key: "affected", label: t("Affected"), doc: t("CIs that are not up when it is down"), width: 80, isNumber: true,
      cell: ({ affected }) => formatNumber(affected),
    },
    { key: "takes_down", label: t("Takes down"), width: 460, cell: (program) => <TakenDown program={program} /> },
  ];
}

/** The programs on which most others depend, and what goes down with each. */
export function Busiest({ programs }: { programs: readonly Program[] }) {
  const labelOf = useClassLabel();
  return (
    <SectionTable
      title={t("The most depended-on programs")}
      note={<span className="dim">{t("open one to see what its failure does")}</span>}
      columns={columns(labelOf)}
      rows={programs}
      rowKey={({ uid }) => uid}
      empty={<p className="dim">{t("No program has been found yet on which another one depends.")}</p>}
    />
  );
}
