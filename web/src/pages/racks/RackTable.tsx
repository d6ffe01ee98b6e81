import type { RackSummary } from "../../api/racks";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { useAsOf } from "../../components/instants";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";
import classes from "./racks.module.css";
import { rackHref } from "./words";

function Meter({ rack: { used_units: used, height_units: height } }: { rack: RackSummary }) {
  return <><span className={classes.meter} aria-hidden><span style={{ inlineSize: `${(100 * used) / height}%` }} /></span>{t("{used} of {height}", { used, height })}</>;
}

function Conflicts({ count }: { count: number }) {
  return count === 0 ? null : <span className="state" data-state="down"><span aria-hidden>■</span> {count}</span>;
}

/** Racks with how full they are. */
export function RackTable({ racks, total }: { racks: readonly RackSummary[]; total: number }) {
  const asOf = useAsOf();
  const columns: Column<RackSummary>[] = [
    { key: "name", label: t("Rack"), width: 110, cell: ({ uid, name }) => <AppLink href={hrefOf(rackHref(uid), asOf === "" ? {} : { as_of: asOf })}>{name}</AppLink> },
    { key: "site", label: t("Site"), width: 150, cell: ({ place }) => place.site },
    { key: "room", label: t("Room"), width: 120, cell: ({ place }) => place.room },
    { key: "used", label: t("Units used"), width: 180, cell: (rack) => <Meter rack={rack} /> },
    { key: "largest", label: t("Free in a row"), width: 90, isNumber: true, cell: ({ largest_free: largest }) => largest },
    { key: "devices", label: t("Devices"), width: 80, isNumber: true, cell: ({ devices }) => devices },
    { key: "conflicts", label: t("Conflicts"), width: 90, cell: ({ conflicts }) => <Conflicts count={conflicts} /> },
  ];
  return <SectionTable title={t("Racks")} count={total} columns={columns} rows={racks} rowKey={({ uid }) => uid} empty={<Empty>{t("No rack is known here. Create one (Create CI, Rack), or import a list of racks.")}</Empty>} />;
}
