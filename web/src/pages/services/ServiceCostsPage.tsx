import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { type CostRow, type CostRule, type ServiceCost, type ServiceCosts, serviceCostsQuery, type ServiceKind } from "../../api/serviceCosts";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { first, hrefOf, oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";

const KINDS: readonly ServiceKind[] = ["business_service", "service_offering", "application_service"];
const RULES: readonly CostRule[] = ["equally", "by_users"];
const NOBODY = "-";

/** What services cost a year, and the rows behind each number. */
export function ServiceCostsPage() {
  const [search, change] = useUrlState();
  const kind = oneOf(search, "of", KINDS, "business_service");
  const rule = oneOf(search, "rule", RULES, "equally");
  const service = first(search, "service");
  const costs = useQuery(serviceCostsQuery(kind, rule, service));
  return (
    <div className={administration.stack}>
      <title>{`${t("Costs of services")} · Plumbline`}</title>
      <h1>{t("Costs of services")}</h1>
      <p className="dim">{t("A year: what assets lose in their useful life, contracts, and licences with a term, of all that a service needs. What several services rest on is shared by the rule.")}</p>
      <div className={administration.filters}>
        <NativeSelect label={t("Services")} value={kind} data={KINDS.map((value) => ({ value, label: kindWord(value) }))} onChange={({ currentTarget }) => { change({ of: currentTarget.value, service: null }); }} />
        <NativeSelect label={t("Shared")} value={rule} data={RULES.map((value) => ({ value, label: ruleWord(value) }))} onChange={({ currentTarget }) => { change({ rule: currentTarget.value }); }} />
      </div>
      <Loaded query={costs} what={t("The costs could not be computed.")}>
        {(found) => <Found costs={found} service={service} href={(uid) => hrefOf("/service-costs", { ...search, service: uid })} />}
      </Loaded>
    </div>
  );
}

function Found({ costs, service, href }: { costs: ServiceCosts; service: string; href: (uid: string) => string }) {
  const nobody: ServiceCost = { uid: NOBODY, name: t("no service"), users: 0, amounts: costs.unassigned, rows: costs.unassigned_rows };
  const rows = [...costs.items, nobody];
  const columns: Column<ServiceCost>[] = [
    { key: "name", label: t("Service"), width: 220, cell: ({ name, uid }) => (uid === NOBODY ? name : <AppLink href={`/services/${encodeURIComponent(uid)}`}>{name}</AppLink>) },
    { key: "users", label: t("Users"), width: 80, isNumber: true, cell: ({ users }) => users || "" },
    { key: "amount", label: t("A year"), width: 200, isNumber: true, cell: ({ amounts }) => amounts.map(({ currency, amount }) => <div key={currency}>{amount} {currency}</div>) },
    { key: "rows", label: t("Rows"), width: 90, isNumber: true, cell: ({ rows: count, name, uid }) => count > 0 && <AppLink href={href(uid)} aria-label={t("{count} rows of {name}", { count, name })}>{count}</AppLink> },
  ];
  return (
    <>
      {service !== "" && <Rows name={rows.find(({ uid }) => uid === service)?.name ?? service} rows={costs.rows} />}
      <SectionTable title={t("Services")} count={costs.items.length} columns={columns} rows={rows} rowKey={({ uid }) => uid} empty={<Empty>{t("There is no such service.")}</Empty>} />
    </>
  );
}

function Rows({ name, rows }: { name: string; rows: readonly CostRow[] }) {
  const columns: Column<CostRow>[] = [
    { key: "kind", label: t("What"), width: 90, cell: ({ kind }) => costWord(kind) },
    { key: "number", label: t("Number"), width: 120, cell: ({ kind, number }) => (kind === "licence" ? <AppLink href="/licences">{number}</AppLink> : <AppLink href={recordHref({ number, type: kind })}>{number}</AppLink>) },
    { key: "title", label: t("Name"), width: 220, cell: ({ title }) => title },
    { key: "whole", label: t("A year"), width: 120, isNumber: true, cell: ({ whole, currency }) => `${whole} ${currency}` },
    { key: "services", label: t("Shared by"), width: 90, isNumber: true, cell: ({ services }) => services || "" },
    { key: "amount", label: t("Borne"), width: 120, isNumber: true, cell: ({ amount, currency }) => `${amount} ${currency}` },
  ];
  return <SectionTable title={t("Rows of {name}", { name })} count={rows.length} columns={columns} rows={rows} rowKey={({ kind, number, amount, title }) => `${kind} ${number} ${amount} ${title}`} empty={<Empty>{t("Nothing that it rests on has a cost.")}</Empty>} />;
}

function kindWord(kind: ServiceKind): string {
  const words: Record<ServiceKind, string> = { business_service: t("business services"), service_offering: t("service offerings"), application_service: t("application services") };
  return words[kind];
}

function ruleWord(rule: CostRule): string {
  const words: Record<CostRule, string> = { equally: t("equally"), by_users: t("by users") };
  return words[rule];
}

function costWord(kind: CostRow["kind"]): string {
  const words: Record<CostRow["kind"], string> = { asset: t("asset"), contract: t("contract"), licence: t("licence") };
  return words[kind];
}
