import { Checkbox } from "@mantine/core";

import { type Asset, type AssetFilters, assetsSource } from "../../api/assets";
import { useBlocks } from "../../api/blocks";
import { AppLink, useOpen } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { useActive } from "../../components/grid/active";
import type { Column } from "../../components/grid/column";
import { ListOf } from "../../components/grid/ListOf";
import { HEAD_PIXELS } from "../../components/grid/scrolling";
import { recordHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Empty } from "../../components/PageState";
import section from "../../components/SectionTable.module.css";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useDensity } from "../../shell/display";
import { assetLook } from "./words";

const MOST_OF_THE_SCREEN = "65vh";
/** The border, and the bar by which the columns are scrolled. */
const AROUND_PIXELS = 20;

export interface Choosing {
  chosen: ReadonlySet<string>;
  choose: (number: string, isChosen: boolean) => void;
}

/** Any number of assets with one tab stop: arrows walk, Enter opens, the space bar selects. */
export function AssetGrid({ filters, choosing }: { filters: AssetFilters; choosing: Choosing | undefined }) {
  const blocks = useBlocks(assetsSource(filters));
  const [active, activate] = useActive(blocks.question);
  const open = useOpen();
  const { rowPixels } = useDensity();
  const total = blocks.total ?? 0;
  return (
    <section>
      <div className={section.title}>
        <h2>{t("Assets")}</h2>
        <span className="dim" role="status">{blocks.total !== undefined && formatNumber(total)}</span>
        {total > 0 && <span className="dim">{choosing ? t("Enter opens, the space bar selects") : t("Enter opens")}</span>}
      </div>
      <div style={{ display: "flex", flexDirection: "column", height: total > 0 ? `min(${MOST_OF_THE_SCREEN}, ${String(HEAD_PIXELS + AROUND_PIXELS + total * rowPixels)}px)` : undefined }}>
        <ListOf
          label={t("Assets")} columns={columns(choosing)} blocks={blocks} active={active} activate={activate}
          open={(asset) => { open(recordHref(asset)); }}
          preview={({ number }) => { choosing?.choose(number, !choosing.chosen.has(number)); }}
          what={t("The assets could not be loaded.")}
          empty={<Empty>{t("None is like that. Change the filter, import a list, or make assets of what discovery sees.")}</Empty>}
        />
      </div>
    </section>
  );
}

function columns(choosing: Choosing | undefined): Column<Asset>[] {
  const box: Column<Asset>[] = choosing ? [{
    key: "chosen", label: t("Selected"), width: 90,
    cell: ({ number }) => <Checkbox size="xs" tabIndex={-1} aria-label={t("Select {number}", { number })} checked={choosing.chosen.has(number)} onChange={({ currentTarget }) => { choosing.choose(number, currentTarget.checked); }} />,
  }] : [];
  const listed = (key: string, label: string, width: number): Column<Asset> => ({ key, label, width, cell: (asset) => asset.listed[key], title: (asset) => asset.listed[key] ?? "" });
  return [
    ...box,
    { key: "number", label: t("Number"), width: 110, cell: (asset) => <AppLink href={recordHref(asset)} tabIndex={-1}>{asset.number}</AppLink> },
    listed("asset_tag", t("Tag"), 100),
    { key: "title", label: t("Name"), width: 180, cell: ({ title }) => <strong>{title}</strong>, title: ({ title }) => title },
    { key: "state", label: t("State"), width: 110, cell: (asset) => <Look look={assetLook(asset)} /> },
    listed("category", t("Category"), 90), listed("model", t("Model"), 140), listed("holder", t("Holder"), 130),
    listed("site", t("Site"), 90), listed("room", t("Room"), 90), listed("warranty_until", t("Warranty until"), 120),
    { key: "ci", label: t("CI"), width: 130, cell: ({ affects: [ci] }) => ci ? <CILink ci={ci} isPassive /> : <span className="dim">{t("none")}</span> },
  ];
}
