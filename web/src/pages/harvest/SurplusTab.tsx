import { useQuery } from "@tanstack/react-query";

import { positionQuery } from "../../api/licences";
import { AppLink } from "../../components/AppLink";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatAmount, formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { keyOf, metricWord, productsOf } from "../licences/words";

/** Rights that nothing uses, the most worth first, and where to look for too few and for versions that are too old. */
export function SurplusTab() {
  return (
    <Loaded query={useQuery(positionQuery(""))} what={t("It could not be loaded.")}>
      {({ lines, unlicensed_total: gaps }) => {
        const rows = lines.filter(({ difference }) => difference > 0).sort((one, other) => Number(other.free_worth) - Number(one.free_worth));
        return (
          <div className={administration.stack}>
            <p role="status">
              {t("{count} installations are not covered by any right:", { count: formatNumber(gaps) })} <AppLink href="/licences">{t("to the position")}</AppLink>.{" "}
              {t("Versions that are no longer supported:")} <AppLink href="/software?tab=support">{t("to their end of life")}</AppLink>.
            </p>
            <SectionTable
              title={t("More rights than needed")} count={rows.length} rows={rows} rowKey={keyOf} empty={<Empty>{t("Nothing that was bought is left over.")}</Empty>}
              columns={[
                { key: "product", label: t("Product"), width: 240, title: productsOf, cell: productsOf },
                { key: "rights", label: t("What was bought"), width: 220, cell: ({ entitlements }) => entitlements.map(({ name }) => name).join(", ") },
                { key: "metric", label: t("Metric"), width: 130, cell: ({ metric }) => metricWord(metric) },
                { key: "entitled", label: t("Entitled"), width: 90, isNumber: true, cell: ({ entitled }) => formatNumber(entitled) },
                { key: "used", label: t("Used"), width: 90, isNumber: true, cell: ({ used }) => formatNumber(used) },
                { key: "free", label: t("Free"), width: 90, isNumber: true, cell: ({ difference }) => formatNumber(difference) },
                { key: "worth", label: t("Worth"), width: 120, isNumber: true, cell: ({ free_worth: worth }) => formatAmount(worth) },
              ]}
            />
          </div>
        );
      }}
    </Loaded>
  );
}
