import { ActionIcon, Button } from "@mantine/core";
import { IconArrowsDiff, IconDownload, IconFilter, IconListSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { ciCountQuery, cisExport } from "../../api/cis";
import { meQuery } from "../../api/session";
import type { CIRow } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { AsOfPicker } from "../../components/AsOf";
import type { Column } from "../../components/grid/column";
import { QuickFilter } from "../../components/QuickFilter";
import { countWords } from "../../locales/counts";
import { t } from "../../locales/i18n";
import { first, hrefOf } from "../../shell/search";
import classes from "./CIs.module.css";
import { ColumnsMenu } from "./ColumnsMenu";
import type { ListState } from "./listState";
import { ViewsMenu } from "./ViewsMenu";

interface Props {
  state: ListState;
  columns: ReadonlyMap<string, Column<CIRow>>;
  total: number | undefined;
  areFacetsShown: boolean;
  showFacets: (areShown: boolean) => void;
  isQueryShown: boolean;
  showQuery: (isShown: boolean) => void;
}

/** How many of how many. Retired CIs are left out until the status says otherwise, so it counts for both. */
function Counts({ state, total }: Pick<Props, "state" | "total">) {
  const { status, as_of } = state.filters;
  const all = useQuery(ciCountQuery({ ...(status && { status }), ...(as_of && { as_of }) }));
  const me = useQuery(meQuery).data;
  if (total === undefined) return null;
  return (
    <span className={classes.counts} role="status">
      {countWords(total, all.data ?? total)}
      {me?.sees_all === false && ` (${t("of those that your roles show")})`}
    </span>
  );
}

export function Toolbar({ state, columns, total, areFacetsShown, showFacets, isQueryShown, showQuery }: Props) {
  return (
    <div className={classes.bar}>
      <h1>{t("Configuration items")}</h1>
      <Counts state={state} total={total} />
      <span className={classes.space} />
      <QuickFilter
        value={first(state.filters, "q")}
        change={(q) => { state.change({ q, row: null }); }}
        label={t("Filter by name, serial number, address, asset tag and other identifying attributes")}
        placeholder={t("Name, serial, IP, MAC, asset tag…")}
      />
      <ActionIcon
        variant={areFacetsShown ? "light" : "default"} aria-pressed={areFacetsShown} aria-label={t("Filters")} title={t("Filters")}
        onClick={() => { showFacets(!areFacetsShown); }}
      >
        <IconFilter size={16} />
      </ActionIcon>
      <AsOfPicker />
      <Button
        component={AppLink} href={hrefOf("/compare", { ...state.filters, until: state.filters["as_of"] ?? [], as_of: null })} variant="default"
        leftSection={<IconArrowsDiff size={16} />} title={t("What of this list was added, removed or changed between two times")}
      >
        {t("What changed")}
      </Button>
      <Button
        variant={isQueryShown ? "light" : "default"} aria-pressed={isQueryShown} leftSection={<IconListSearch size={16} />}
        title={t("Ask about all attributes and relationships")} onClick={() => { showQuery(!isQueryShown); }}
      >
        {t("Query")}
      </Button>
      <ViewsMenu />
      <ColumnsMenu state={state} columns={columns} />
      {(["csv", "xlsx"] as const).map((format) => (
        <Button
          key={format} component="a" href={cisExport(state.filters, state.sort, format)} download variant="default"
          leftSection={<IconDownload size={16} />} title={t("All rows of this list, with the columns of their classes, as {format}", { format: format.toUpperCase() })}
        >
          {t("Export {format}", { format: format.toUpperCase() })}
        </Button>
      ))}
    </div>
  );
}
