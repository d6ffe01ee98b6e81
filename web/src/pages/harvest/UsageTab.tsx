import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { usageQuery, type UsageList, type UsageState, type UsedSoftware } from "../../api/harvest";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { DaysSelect, useDays } from "./DaysSelect";
import { fullName } from "../software/words";
import { softwareOf, USAGE_STATES, usageLook } from "./words";

const ANY = "any";
type UsedProduct = UsageList["products"][number];

/** Whether each installation that licences count was run of late, or why nobody can say so. */
export function UsageTab() {
  const [search, change] = useUrlState();
  const state = oneOf<UsageState | typeof ANY>(search, "state", USAGE_STATES, ANY);
  const found = useQuery(usageQuery(useDays(), state === ANY ? [] : [state]));
  return (
    <div className={administration.stack}>
      <div className={administration.filters}>
        <DaysSelect />
        <NativeSelect
          label={t("Use")} value={state} onChange={({ currentTarget }) => { change({ state: currentTarget.value === ANY ? null : currentTarget.value }); }}
          data={[{ value: ANY, label: t("any") }, ...USAGE_STATES.map((one) => ({ value: one, label: usageLook(one)[2] }))]}
        />
      </div>
      <Loaded query={found} what={t("It could not be loaded.")}>
        {({ products, items, total }) => (
          <>
            <SectionTable title={t("By product")} count={products.length} rows={products} rowKey={({ publisher, product }) => `${publisher}|${product}`} columns={ofProducts()} empty={<Empty>{t("Nothing that licences count is installed.")}</Empty>} />
            <SectionTable title={t("Installations")} count={total} rows={items} rowKey={(one) => `${one.machine_uid}|${softwareOf(one)}`} columns={ofInstallations()} empty={<Empty>{t("No installation has this use.")}</Empty>} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function ofProducts(): Column<UsedProduct>[] {
  return [
    { key: "product", label: t("Product"), width: 260, cell: fullName },
    ...USAGE_STATES.map((state): Column<UsedProduct> => ({ key: state, label: usageLook(state)[2], width: 100, isNumber: true, cell: ({ usage }) => formatNumber(usage[state] ?? 0) })),
  ];
}

function ofInstallations(): Column<UsedSoftware>[] {
  return [
    { key: "machine", label: t("Machine"), width: 170, cell: ({ machine_uid: uid, machine }) => <CILink ci={{ uid, name: machine, ci_class: "" }} /> },
    { key: "software", label: t("Software"), width: 230, title: softwareOf, cell: softwareOf },
    { key: "state", label: t("Use"), width: 120, cell: ({ state }) => <Look look={usageLook(state)} /> },
    { key: "seen", label: t("Last seen"), width: 130, cell: ({ last_seen: at }) => (at ? <Time at={at} /> : t("never")) },
    { key: "why", label: t("Because"), width: 330, title: ({ reason }) => reason, cell: ({ reason }) => reason },
  ];
}
