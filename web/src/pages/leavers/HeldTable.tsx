import { Checkbox } from "@mantine/core";

import type { Held } from "../../api/leavers";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { assetLook } from "../assets/words";

interface Props {
  held: Held;
  chosen: ReadonlySet<string>;
  choose: (number: string, isChosen: boolean) => void;
}

type Row = Held["items"][number]["assets"][number] & { person: string; is_gone: boolean };

/** What people hold, each thing with a box. */
export function HeldTable({ held, chosen, choose }: Props) {
  const rows: Row[] = held.items.flatMap(({ person, is_gone, assets }) => assets.map((asset) => ({ ...asset, person, is_gone })));
  const why: Column<Row> = { key: "why", label: t("Why"), width: 180, cell: ({ is_gone }) => is_gone && t("No longer in the directory") };
  const columns: Column<Row>[] = [
    { key: "chosen", label: t("Selected"), width: 70, cell: ({ number }) => <Checkbox size="xs" aria-label={t("Select {number}", { number })} checked={chosen.has(number)} onChange={({ currentTarget }) => { choose(number, currentTarget.checked); }} /> },
    { key: "person", label: t("Person"), width: 150, cell: ({ person }) => person },
    ...(rows.some(({ is_gone }) => is_gone) ? [why] : []),
    { key: "number", label: t("Number"), width: 110, cell: (asset) => <AppLink href={recordHref(asset)}>{asset.number}</AppLink> },
    { key: "tag", label: t("Tag"), width: 100, cell: ({ listed }) => listed["asset_tag"] },
    { key: "name", label: t("Name"), width: 180, cell: ({ title }) => title },
    { key: "state", label: t("State"), width: 110, cell: (asset) => <Look look={assetLook(asset)} /> },
    { key: "place", label: t("Place"), width: 150, cell: ({ listed }) => [listed["site"], listed["room"]].filter(Boolean).join(" / ") },
  ];
  return <SectionTable title={t("What they hold")} count={rows.length} columns={columns} rows={rows} rowKey={({ number, person }) => `${person} ${number}`} />;
}
