import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";

import { historyQuery } from "../../api/cis";
import type { CI } from "../../api/types";
import { useAsOf } from "../../components/instants";
import { Empty, Failed, Waiting } from "../../components/PageState";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "./CIPage.module.css";
import { Difference } from "./Difference";
import { EventItem } from "./EventItem";

/** What happened to the CI, newest first. */
export function HistoryTab({ ci }: { ci: CI }) {
  const query = useInfiniteQuery(historyQuery(ci.uid, useAsOf()));
  if (!query.data) {
    if (!query.error) return <Waiting />;
    return <Failed error={query.error} what={t("The history could not be loaded.")} retry={() => void query.refetch()} />;
  }
  const events = query.data.pages.flatMap(({ items }) => items);
  if (events.length === 0) return <div className="panel"><Empty>{t("Nothing has been recorded.")}</Empty></div>;
  return (
    <>
      <Difference ci={ci} />
      <ol className={`panel ${classes.events ?? ""}`} style={{ padding: 0 }} aria-label={t("History")}>
        {events.map((event) => <EventItem key={event.uid} event={event} uid={ci.uid} ciClass={ci.ci_class} />)}
      </ol>
      <div className={classes.center}>
        {query.error && <p className="state" data-state="down" role="alert">■ {query.error.message}</p>}
        {query.hasNextPage ? (
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("Load older events; {shown} of {total} are here", {
              shown: formatNumber(events.length), total: formatNumber(ci.counts.history),
            })}
          </Button>
        ) : (
          <span className="dim">{t("The history begins here.")}</span>
        )}
      </div>
    </>
  );
}
