import { useLocalStorage } from "@mantine/hooks";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo, useRef } from "react";

import { type Blocks, useBlocks } from "../../api/blocks";
import { cisSource, facetsQuery } from "../../api/cis";
import type { CIRow, Schema } from "../../api/types";
import { AppLink, useOpen } from "../../components/AppLink";
import { Facets } from "../../components/facets/Facets";
import { ListOf, NothingLeft } from "../../components/grid/ListOf";
import { ciHref } from "../../components/links";
import { Empty, Failed, Waiting } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { useShortcut } from "../../shell/shortcuts";
import classes from "./CIs.module.css";
import { columnsOf } from "./columns";
import { FilterChips } from "./FilterChips";
import { type ListState, useActiveRow, useListState, useRowPixels } from "./listState";
import { Preview } from "./Preview";
import { Toolbar } from "./Toolbar";

const WIDE_PIXELS = 1000;
const OPEN_AT_FIRST = ["ci_class", "status", "site", "source", "attr.environment"];

export function Browser({ schema }: { schema: Schema }) {
  const state = useListState(schema);
  const columns = useMemo(() => columnsOf(schema), [schema]);
  const facets = useQuery(facetsQuery(state.filters));
  const blocks = useBlocks(cisSource(state.filters, state.sort));
  const [active, activate] = useActiveRow(JSON.stringify([state.filters, state.sort]));
  const [areFacetsShown, showFacets] = useLocalStorage({ key: "plumbline.facets", defaultValue: window.innerWidth > WIDE_PIXELS, getInitialValueInEffect: false });
  const facetPanel = useRef<HTMLElement>(null);
  const row = blocks.at(active);
  useShortcut("f", t("Filters"), () => {
    showFacets(true);
    requestAnimationFrame(() => { facetPanel.current?.querySelector<HTMLElement>("button, input")?.focus(); });
  });
  const found = facets.data?.facets ?? [];
  const togglePreview = () => { state.change({ preview: state.isPreviewing ? null : "1" }); };
  return (
    <div
      className={classes.browser}
      data-unfiltered={!areFacetsShown || undefined}
      data-previewing={state.isPreviewing || undefined}
      onKeyDown={(event) => { if (event.key === "Escape" && state.isPreviewing) togglePreview(); }}
    >
      {areFacetsShown && (
        <Facets
          facets={found} isOpenAtFirst={({ name }) => OPEN_AT_FIRST.includes(name)} toggle={state.toggle} ref={facetPanel}
          state={<FacetsState query={facets} />}
        />
      )}
      <div className={classes.main}>
        <Toolbar
          state={state} columns={columns} total={blocks.total}
          areFacetsShown={areFacetsShown} showFacets={showFacets}
        />
        <FilterChips filters={state.filters} facets={found} toggle={state.toggle} clear={state.clear} />
        <Rows state={state} columns={columns} blocks={blocks} place={[active, activate]} togglePreview={togglePreview} />
      </div>
      {state.isPreviewing && <Preview uid={row?.uid ?? ""} close={togglePreview} />}
    </div>
  );
}

/** While there are no facets: that they are on their way, or why they are not there. */
function FacetsState({ query }: { query: UseQueryResult }) {
  if (query.data !== undefined) return null;
  if (query.error === null) return <Waiting lines={8} />;
  return <Failed error={query.error} what={t("The filters could not be loaded.")} retry={() => void query.refetch()} />;
}

interface RowsProps {
  state: ListState;
  columns: ReturnType<typeof columnsOf>;
  blocks: Blocks<CIRow>;
  place: [number, (index: number) => void];
  togglePreview: () => void;
}

function Rows({ state, columns, blocks, place: [active, activate], togglePreview }: RowsProps) {
  const open = useOpen();
  const rowPixels = useRowPixels(state.density);
  return (
    <ListOf
      label={t("Configuration items")}
      columns={state.columns.flatMap((key) => columns.get(key) ?? [])}
      blocks={blocks}
      active={active}
      activate={activate}
      open={({ uid }) => { open(ciHref(uid)); }}
      preview={togglePreview}
      sort={state.sort}
      changeSort={(sort) => { state.change({ sort, row: null }); }}
      rowPixels={rowPixels}
      what={t("The list could not be loaded.")}
      empty={
        state.hasFilters ? (
          <NothingLeft clear={state.clear}>{t("No configuration item passes these filters.")}</NothingLeft>
        ) : (
          <Empty action={<AppLink href="/">{t("How to get the first ones")}</AppLink>}>
            {t("There are no configuration items yet: nothing has reported.")}
          </Empty>
        )
      }
    />
  );
}
