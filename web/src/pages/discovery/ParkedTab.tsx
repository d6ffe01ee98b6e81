import { Button } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { discardParked, parkedQuery } from "../../api/discovery";
import type { ParkedItem } from "../../api/types";
import { Empty, Failed, Waiting } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import shared from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { type Result, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import classes from "./Discovery.module.css";
import { ParkedRow, whatOf } from "./ParkedRow";
import { RetryAll } from "./RetryAll";

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
            <th className="num">{t("Attempts")}</th>
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
        <ConfirmDialog
          title={t("Discard this item?")}
          action={t("Discard the item")}
          run={() => discardParked(discarding.uid)}
          done={() => { discarded(discarding); }}
          close={() => { setDiscarding(null); }}
        >
          <p style={{ marginBlockStart: 0 }}><code>{whatOf(discarding)}</code></p>
          {t("What it says will not be in the graph. It is parked again when a report repeats it.")}
        </ConfirmDialog>
      )}
    </>
  );
}

/** Parts of reports that were refused, with the reason and the way to repair it. */
export function ParkedTab() {
  const parked = useInfiniteQuery(parkedQuery);
  const mayRetry = useMay("write");
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const pages = parked.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const total = pages.at(-1)?.total ?? 0;
  if (!parked.data) {
    if (!parked.error) return <Waiting />;
    return <Failed error={parked.error} what={t("The parked items could not be loaded.")} retry={() => void parked.refetch()} />;
  }
  return (
    <div className={shared.stack} {...keeper}>
      <div className="row">
        <span className="grow dim">
          {t("Parts of reports that could not be stored. The valid parts are in the graph; these wait until they can be stored or are discarded.")}
        </span>
        {mayRetry && total > 0 && <RetryAll count={total} tell={tell} />}
      </div>
      <ResultLine result={result} />
      <div className="panel scroll">
        {items.length === 0 ? (
          <Empty>{t("Nothing is parked: everything that was reported is in the graph.")}</Empty>
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
    </div>
  );
}
