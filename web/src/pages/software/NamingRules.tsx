import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { type NamingRule, namingRulesQuery, takeBackRule } from "../../api/software";
import type { Column } from "../../components/grid/column";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { described } from "../administration/problems";
import { ErrorLine, type Result } from "../administration/Result";
import { licenceWord } from "./words";

/** What people say of names; it wins over what comes with the product. */
export function NamingRules({ tell }: { tell: (result: Result) => void }) {
  const rules = useQuery(namingRulesQuery).data?.items ?? [];
  const queries = useQueryClient();
  const may = useMay("write");
  const taking = useMutation({
    mutationFn: ({ uid }: NamingRule) => takeBackRule(uid),
    onSuccess: (_, { name }) => {
      void queries.invalidateQueries({ queryKey: ["software"] });
      tell({ state: "up", text: t("The rule for {name} holds no longer.", { name }) });
    },
  });
  if (rules.length === 0) return null;
  const shown: Column<NamingRule>[] = [
    { key: "name", label: t("Name as sources tell it"), width: 200, cell: ({ name }) => name },
    { key: "of", label: t("Of"), width: 130, cell: ({ of }) => of || t("any publisher") },
    { key: "is", label: t("Is"), width: 240, cell: ({ publisher, product, edition }) => [publisher, product, edition].filter(Boolean).join(" ") },
    { key: "suite", label: t("Part of"), width: 120, cell: ({ suite }) => suite },
    { key: "licence", label: t("Licence"), width: 110, cell: ({ licence }) => licence && licenceWord(licence) },
    { key: "do", label: t("Take back"), width: 110, cell: (one) => may && <Button size="compact-xs" variant="default" aria-label={t("Take back the rule for {name}", { name: one.name })} onClick={() => { taking.mutate(one); }}>{t("Take back")}</Button> },
  ];
  return (
    <>
      <ErrorLine text={taking.error && described(taking.error)} />
      <SectionTable title={t("Rules of people")} count={rules.length} columns={shown} rows={rules} rowKey={({ uid }) => uid} />
    </>
  );
}
