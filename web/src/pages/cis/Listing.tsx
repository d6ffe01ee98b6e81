import { type ReactNode, useMemo } from "react";

import type { Blocks } from "../../api/blocks";
import type { CIRow } from "../../api/types";
import { AppLink, useOpen } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { ListOf, NothingLeft } from "../../components/grid/ListOf";
import { ciHref } from "../../components/links";
import { Empty } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "./CIs.module.css";
import { type ListState, useActiveRow, useRowPixels } from "./listState";
import { Preview } from "./Preview";

interface Props {
  state: ListState;
  columns: ReadonlyMap<string, Column<CIRow>>;
  blocks: Blocks<CIRow>;
  /** Above the rows; it stays as it is while the keyboard walks. */
  children: ReactNode;
}

/** The rows of the list and, beside them, the preview of the one that the keyboard is on. */
export function Listing({ state, columns, blocks, children }: Props) {
  const open = useOpen();
  const rowPixels = useRowPixels(state.density);
  const [active, activate] = useActiveRow(JSON.stringify([state.filters, state.sort]));
  const shownKeys = state.columns.join();
  const shown = useMemo(() => shownKeys.split(",").flatMap((key) => columns.get(key) ?? []), [shownKeys, columns]);
  const togglePreview = () => { state.change({ preview: state.isPreviewing ? null : "1" }); };
  return (
    <>
      <div className={classes.main}>
        {children}
        <ListOf
          label={t("Configuration items")}
          columns={shown}
          blocks={blocks}
          active={active}
          activate={activate}
          open={({ uid }) => { open(ciHref(uid)); }}
          preview={togglePreview}
          sort={state.sort}
          changeSort={(sort) => { state.change({ sort, row: null }); }}
          rowPixels={rowPixels}
          what={t("The list could not be loaded.")}
          empty={<Nothing state={state} />}
        />
      </div>
      {state.isPreviewing && <Preview row={blocks.at(active)} close={togglePreview} />}
    </>
  );
}

function Nothing({ state }: { state: ListState }) {
  if (state.hasFilters) {
    return <NothingLeft clear={state.clear}>{t("No configuration item passes these filters.")}</NothingLeft>;
  }
  return (
    <Empty action={<AppLink href="/">{t("How to get the first ones")}</AppLink>}>
      {t("There are no configuration items yet: nothing has reported.")}
    </Empty>
  );
}
