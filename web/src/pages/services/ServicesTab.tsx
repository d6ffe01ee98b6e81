import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ListedService, servicesThenQuery } from "../../api/services";
import { AppLink, useOpen } from "../../components/AppLink";
import { AsOfBanner, AsOfPicker } from "../../components/AsOf";
import type { Column } from "../../components/grid/column";
import { asOfQuery, useAsOf } from "../../components/instants";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import classes from "../administration/administration.module.css";
import { criticalityWord, numberOf } from "./facts";
import { serviceHref } from "./hrefs";
import { NewService } from "./NewService";

function definedLook({ is_defined: isDefined, unresolved }: ListedService) {
  if (!isDefined) return <span className="dim">{t("no")}</span>;
  return unresolved > 0
    ? <Look look={["degraded", "▲", t("{count} nowhere yet", { count: formatNumber(unresolved) })]} />
    : <Look look={["up", "●", t("yes")]} />;
}

function columns(asOf: string): Column<ListedService>[] {
  const then = asOfQuery(asOf);
  const all: Column<ListedService>[] = [
    { key: "name", label: t("Service"), width: 200, cell: ({ uid, name }) => <AppLink className="quiet" href={serviceHref(uid, then)}>{name || uid}</AppLink>, title: ({ name }) => name },
    { key: "class", label: t("Class"), width: 140, cell: ({ class_label: label }) => label },
    { key: "environment", label: t("Environment"), width: 110, cell: ({ attributes }) => String(attributes["environment"] ?? "") },
    { key: "criticality", label: t("Criticality"), width: 90, cell: ({ attributes }) => criticalityWord(numberOf(attributes, "criticality")) },
    { key: "users", label: t("Users"), width: 80, isNumber: true, cell: ({ attributes }) => (numberOf(attributes, "users") > 0 ? formatNumber(numberOf(attributes, "users")) : "") },
    { key: "owner", label: t("Owner"), width: 130, cell: ({ owners, attributes }) => owners.map(({ name }) => name).join(", ") || String(attributes["owner_name"] ?? "") },
    { key: "members", label: t("Members"), width: 80, isNumber: true, cell: ({ members }) => formatNumber(members) },
    { key: "shared", label: t("Shared"), doc: t("Infrastructure that many use: name servers, directories and the like"), width: 70, isNumber: true, cell: ({ shared }) => formatNumber(shared) },
    { key: "services", label: t("Services"), doc: t("Other services that it needs"), width: 70, isNumber: true, cell: ({ services }) => formatNumber(services) },
    { key: "defined", label: t("Defined"), doc: t("Whether its members follow from a definition and are kept up to date"), width: 120, cell: definedLook },
  ];
  // Definitions are kept as they are now, so of the past none is told.
  return asOf === "" ? all : all.filter(({ key }) => key !== "defined");
}

/** All services with how much they consist of. */
export function ServicesTab() {
  const asOf = useAsOf();
  const services = useQuery(servicesThenQuery(asOf));
  const mayEdit = useMay("write");
  const open = useOpen();
  const [isMaking, setMaking] = useState(false);
  const make = mayEdit && asOf === "" && <Button onClick={() => { setMaking(true); }}>{t("New service…")}</Button>;
  return (
    <div className={classes.stack}>
      <div className="row"><span className="grow dim">{t("What people ask for by name, and what each needs. Members of a defined service are kept up to date as machines report.")}</span><AsOfPicker />{make}</div>
      <AsOfBanner />
      <Loaded query={services} what={t("The services could not be loaded.")} lines={12}>
        {({ items }) => (
          <SectionTable
            title={t("Services")} count={items.length} columns={columns(asOf)} rows={items} rowKey={({ uid }) => uid}
            empty={<Empty action={make}>{asOf === "" ? t("There is no service yet. Make one, and say where it is entered.") : t("There was no service then.")}</Empty>}
          />
        )}
      </Loaded>
      {isMaking && <NewService made={(uid) => { open(serviceHref(uid, { tab: "definition" })); }} close={() => { setMaking(false); }} />}
    </div>
  );
}
