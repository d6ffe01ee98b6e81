import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { type Accepted, acceptedQuery, withdrawException } from "../../api/vulnerabilities";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { ciHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { acceptedLook, cveHref } from "./words";

/** Risks that somebody accepts, the first to expire first. */
export function AcceptedTab() {
  const found = useQuery(acceptedQuery);
  const queries = useQueryClient();
  const may = useMay("write");
  const taking = useMutation({ mutationFn: ({ uid }: Accepted) => withdrawException(uid), onSuccess: () => queries.invalidateQueries({ queryKey: ["vulnerabilities"] }) });
  return (
    <div className={administration.stack}>
      <ErrorLine text={taking.error && described(taking.error)} />
      <Loaded query={found} what={t("It could not be loaded.")}>
        {({ items }) => <SectionTable title={t("Accepted risks")} count={items.length} rows={items} rowKey={({ uid }) => uid} columns={columns(may ? (one) => { taking.mutate(one); } : undefined)} empty={<Empty>{t("No risk is accepted.")}</Empty>} />}
      </Loaded>
    </div>
  );
}

function columns(take?: (one: Accepted) => void): Column<Accepted>[] {
  const shown: Column<Accepted>[] = [
    { key: "cve", label: t("CVE"), width: 160, cell: ({ cve }) => <AppLink href={cveHref(cve)}>{cve}</AppLink> },
    { key: "state", label: t("State"), width: 100, cell: (one) => <Look look={acceptedLook(one)} /> },
    { key: "where", label: t("Where"), width: 140, cell: ({ ci_uid: uid }) => uid === "" ? t("everywhere") : <AppLink href={ciHref(uid)}>{t("one CI")}</AppLink> },
    { key: "reason", label: t("Why"), width: 280, title: ({ reason }) => reason, cell: ({ reason }) => reason },
    { key: "until", label: t("Until"), width: 140, cell: ({ until }) => <Time at={until} /> },
    { key: "by", label: t("By"), width: 120, cell: ({ by }) => by },
  ];
  if (!take) return shown;
  return [...shown, { key: "do", label: t("Take back"), width: 110, cell: (one) => <Button size="compact-xs" variant="default" aria-label={t("Accept {cve} no longer", { cve: one.cve })} onClick={() => { take(one); }}>{t("Take back")}</Button> }];
}
