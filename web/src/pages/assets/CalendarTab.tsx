import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { assetCalendarQuery, type Due } from "../../api/assets";
import { recordTypesQuery } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { ciHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { hrefOfNumber } from "../records/words";

const DAYS = ["30", "90", "365"];

/** What ends soon, the first first. */
export function CalendarTab() {
  const [days, setDays] = useState("90");
  const found = useQuery(assetCalendarQuery(Number(days)));
  const { data: types = [] } = useQuery(recordTypesQuery);
  const columns: Column<Due>[] = [
    { key: "on", label: t("On"), width: 110, cell: ({ on }) => on },
    { key: "days", label: t("Days"), width: 70, isNumber: true, cell: ({ days_left: left }) => left },
    { key: "kind", label: t("What"), width: 140, cell: ({ kind }) => kindWord(kind) },
    { key: "of", label: t("Of"), width: 130, cell: (one) => <Of due={one} href={hrefOfNumber(types, one.number) ?? "/assets"} /> },
    { key: "title", label: t("Name"), width: 240, cell: ({ title }) => title },
    { key: "said", label: t("With"), width: 200, cell: ({ said }) => said },
  ];
  return (
    <div className={administration.stack}>
      <div className={administration.filters}>
        <NativeSelect label={t("Within")} value={days} data={DAYS.map((value) => ({ value, label: t("{value} days", { value }) }))} onChange={({ currentTarget }) => { setDays(currentTarget.value); }} />
      </div>
      <Loaded query={found} what={t("The calendar could not be loaded.")}>
        {({ items }) => <SectionTable title={t("Ends soon")} count={items.length} rows={items} columns={columns} rowKey={(one) => `${one.on} ${one.kind} ${one.number}${one.uid}`} empty={<Empty>{t("Nothing ends within these days.")}</Empty>} />}
      </Loaded>
    </div>
  );
}

/** Where more is told of it: its record, its CI, or the software that is no longer supported. */
function Of({ due: { kind, number, uid }, href }: { due: Due; href: string }) {
  if (kind === "end of support") return <AppLink href="/software?tab=support">{t("software")}</AppLink>;
  return number === "" ? <AppLink href={ciHref(uid)}>{t("certificate")}</AppLink> : <AppLink href={href}>{number}</AppLink>;
}

function kindWord(kind: Due["kind"]): string {
  const words: Record<Due["kind"], string> = {
    warranty: t("Warranty ends"), lease: t("Lease ends"), loan: t("Comes back"), "contract notice": t("Notice by"), "contract end": t("Contract ends"), "contract renewal": t("Contract goes on by itself"), certificate: t("Certificate expires"), "end of support": t("Support ends"),
  };
  return words[kind];
}
