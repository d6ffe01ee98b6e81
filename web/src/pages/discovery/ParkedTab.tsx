import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { discardParked, type ParkedFilter, parkedQuery } from "../../api/discovery";
import type { ParkedItem, ParkedPage } from "../../api/types";
import { Empty, Failed, Waiting } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, useUrlState } from "../../shell/search";
import shared from "../administration/administration.module.css";
import { type Result, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { DiscardDialog } from "./DiscardDialog";
import classes from "./Discovery.module.css";
import { ParkedReasons } from "./ParkedReasons";
import { ParkedRow, whatOf } from "./ParkedRow";
import { RetryAll } from "./RetryAll";
import { discardAll, isNarrow } from "./retrying";

interface TableProps {
  items: readonly ParkedItem[];
  tell: (result: Result) => void;
}

function ParkedTable({ items, tell }: TableProps) {
  const queries = useQueryClient();
  const mayChange = useMay("write");
  const [discarding, setDiscarding] = useState<ParkedItem | null>(null);
  const discarded = (item: ParkedItem) => {
    tell({ state: "up", text: t("{what} is discarded.", { what: whatOf(item) }) });
    void queries.invalidateQueries({ queryKey: ["parked"] });
  };
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("Source")}</th>
            <th>{t("Section and item")}</th>
            <th>{t("Field and value")}</th>
            <th>{t("Reason and remedy")}</th>
            <th>{t("First seen")}</th>
            <th>{t("Last seen")}</th>
            <th>{t("Next try")}</th>
            <th><span className="visuallyhidden">{t("Actions")}</span></th>
          </tr>
        </thead>
        {items.map((item) => (
          <ParkedRow
            key={item.uid} item={item} tell={tell} discard={mayChange ? () => { setDiscarding(item); } : null}
          />
        ))}
      </table>
      {discarding && (
        <DiscardDialog
          title={t("Discard this item?")}
          action={t("Discard the item")}
          run={(reason) => discardParked(discarding.uid, reason)}
          done={() => { discarded(discarding); }}
          close={() => { setDiscarding(null); }}
        >
          <code>{whatOf(discarding)}</code>
        </DiscardDialog>
      )}
    </>
  );
}

/** What can be done with all items that pass the filter. */
function ForAll({ wanted, total, tell }: { wanted: ParkedFilter; total: number; tell: (result: Result) => void }) {
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const count = formatNumber(total);
  return (
    <>
      <RetryAll wanted={wanted} count={total} tell={tell} />
      <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => { setAsking(true); }}>
        {t("Discard {count}…", { count })}
      </Button>
      {isAsking && (
        <DiscardDialog
          title={t("Discard {count, plural, one {# item} other {# items}}?", { count: total })}
          action={t("Discard {count}", { count })}
          run={async (reason) => { await discardAll(wanted, reason); }}
          done={() => {
            tell({ state: "up", text: t("{count, plural, one {# item is} other {# items are}} discarded.", { count: total }) });
            void queries.invalidateQueries({ queryKey: ["parked"] });
          }}
          close={() => { setAsking(false); }}
        >
          {wanted.reason === "" ? t("Everything that the filter shows.") : wanted.reason}
        </DiscardDialog>
      )}
    </>
  );
}

function NothingParked({ isFiltered }: { isFiltered: boolean }) {
  const [, change] = useUrlState();
  if (!isFiltered) return <Empty>{t("Nothing is parked: everything that was reported is in the graph.")}</Empty>;
  const clear = (
    <Button variant="default" onClick={() => { change({ q: null, reason: null }); }}>{t("Clear the filter")}</Button>
  );
  return <Empty action={clear}>{t("Nothing that is parked matches the filter.")}</Empty>;
}

interface ListProps {
  wanted: ParkedFilter;
  parked: UseInfiniteQueryResult<InfiniteData<ParkedPage>>;
  pages: readonly ParkedPage[];
}

function ParkedList({ wanted, parked, pages }: ListProps) {
  const [, change] = useUrlState();
  const mayChange = useMay("write");
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const items = pages.flatMap((page) => page.items);
  const { total, hidden } = pages.at(-1) ?? { total: 0, hidden: 0 };
  return (
    <div className={shared.stack} {...keeper}>
      <div className="row">
        <QuickFilter
          value={wanted.q} change={(q) => { change({ q }); }} label={t("Filter by section, item, field, reason or source")}
          placeholder={t("Section, item, field, source")}
        />
        <span className="grow dim" role="status">{t("{count, plural, one {# item} other {# items}}", { count: total })}</span>
        {mayChange && total > 0 && <ForAll wanted={wanted} total={total} tell={tell} />}
      </div>
      <ResultLine result={result} />
      <div className="panel scroll">
        {items.length === 0 ? (
          <NothingParked isFiltered={isNarrow(wanted) || hidden > 0} />
        ) : (
          <ParkedTable items={items} tell={tell} />
        )}
        {parked.hasNextPage && (
          <div className={classes.more}>
            <Button variant="default" loading={parked.isFetchingNextPage} onClick={() => void parked.fetchNextPage()}>
              {t("Show more: {shown} of {total} are shown", { shown: items.length, total })}
            </Button>
          </div>
        )}
      </div>
      {hidden > 0 && (
        <p className="dim">{t("{hidden, plural, one {# more item waits} other {# more items wait}} that your roles do not show.", { hidden })}</p>
      )}
    </div>
  );
}

/** Parts of reports that were refused, with the reason and the way to repair it. */
export function ParkedTab() {
  const [search] = useUrlState();
  const wanted: ParkedFilter = { reason: first(search, "reason"), q: first(search, "q") };
  const parked = useInfiniteQuery(parkedQuery(wanted));
  if (!parked.data) {
    if (!parked.error) return <Waiting />;
    return <Failed error={parked.error} what={t("The parked items could not be loaded.")} retry={() => void parked.refetch()} />;
  }
  return (
    <div className={shared.stack}>
      <span className="dim">
        {t("Parts of reports that could not be stored. The valid parts are in the graph; these wait, are tried again by themselves, and go when they are stored or discarded.")}
      </span>
      <ParkedReasons chosen={wanted.reason} />
      <ParkedList wanted={wanted} parked={parked} pages={parked.data.pages} />
    </div>
  );
}
