import { useLocalStorage } from "@mantine/hooks";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";

import { useBlocks } from "../../api/blocks";
import { cisSource, facetsQuery } from "../../api/cis";
import type { Schema } from "../../api/types";
import { AsOfBanner } from "../../components/AsOf";
import { Facets } from "../../components/facets/Facets";
import { Failed, Waiting } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { first } from "../../shell/search";
import { useShortcut } from "../../shell/shortcuts";
import classes from "./CIs.module.css";
import { columnsOf } from "./columns";
import { FilterChips } from "./FilterChips";
import { Listing } from "./Listing";
import { useListState } from "./listState";
import { QueryPanel } from "./query/QueryPanel";
import { Toolbar } from "./Toolbar";

const WIDE_PIXELS = 1000;
const OPEN_AT_FIRST = ["ci_class", "status", "site", "source", "attr.environment"];

export function Browser({ schema }: { schema: Schema }) {
  const state = useListState(schema);
  const columns = useMemo(() => columnsOf(schema), [schema]);
  const facets = useQuery(facetsQuery(state.filters));
  const blocks = useBlocks(cisSource(state.filters, state.sort));
  const [areFacetsShown, showFacets] = useLocalStorage({
    key: "plumbline.facets", defaultValue: window.innerWidth > WIDE_PIXELS, getInitialValueInEffect: false,
  });
  const asked = first(state.filters, "query");
  const [isQueryShown, showQuery] = useState(asked !== "");
  const facetPanel = useRef<HTMLElement>(null);
  useShortcut("f", t("Filters"), () => {
    showFacets(true);
    requestAnimationFrame(() => { facetPanel.current?.querySelector<HTMLElement>("button, input")?.focus(); });
  });
  useShortcut("q", t("Query"), () => { showQuery(!isQueryShown); });
  const found = facets.data?.facets ?? [];
  return (
    <div
      className={classes.browser}
      data-unfiltered={!areFacetsShown || undefined}
      data-previewing={state.isPreviewing || undefined}
      onKeyDown={(event) => { if (event.key === "Escape" && state.isPreviewing) state.change({ preview: null }); }}
    >
      {areFacetsShown && (
        <Facets
          facets={found} isOpenAtFirst={({ name }) => OPEN_AT_FIRST.includes(name)} toggle={state.toggle} ref={facetPanel}
          state={<FacetsState query={facets} />}
        />
      )}
      <Listing state={state} columns={columns} blocks={blocks}>
        <Toolbar
          state={state} columns={columns} total={blocks.total} areFacetsShown={areFacetsShown} showFacets={showFacets}
          isQueryShown={isQueryShown} showQuery={showQuery}
        />
        <AsOfBanner />
        {isQueryShown && (
          <QueryPanel inForce={asked} schema={schema} apply={(query) => { state.change({ query, row: null }, { push: true }); }} />
        )}
        <FilterChips filters={state.filters} facets={found} toggle={state.toggle} clear={state.clear} />
      </Listing>
    </div>
  );
}

/** While there are no facets: that they are on their way, or why they are not there. */
function FacetsState({ query }: { query: UseQueryResult }) {
  if (query.data !== undefined) return null;
  if (query.error === null) return <Waiting lines={8} />;
  return <Failed error={query.error} what={t("The filters could not be loaded.")} retry={() => void query.refetch()} />;
}
