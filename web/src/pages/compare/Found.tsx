import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";

import { type Change, comparisonQuery } from "../../api/comparisons";
import type { CIDifference } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { changeLook, ChangeLook, DifferenceLines } from "../../components/Differing";
import { ciHref } from "../../components/links";
import { Empty, Failed, Waiting } from "../../components/PageState";
import { useClassLabel } from "../../components/schema";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, oneOf, useUrlState } from "../../shell/search";
import { filtersOf, isFilter } from "../cis/filters";
import classes from "./Compare.module.css";

const CHANGES = ["added", "removed", "changed"] as const;

/** What differs: how much of each kind, and each CI with its differences. */
export function Found() {
  const [search, change] = useUrlState();
  const filters = Object.fromEntries(Object.entries(filtersOf(search)).filter(([name]) => isFilter(name)));
  const wanted: Change = oneOf(search, "change", ["", ...CHANGES], "");
  const asked = { since: first(search, "since"), until: first(search, "until"), service: first(search, "service"), filters, change: wanted };
  const query = useInfiniteQuery(comparisonQuery(asked));
  if (!query.data) {
    if (!query.error) return <Waiting lines={8} />;
    return <Failed error={query.error} what={t("The comparison could not be made.")} retry={() => void query.refetch()} />;
  }
  const items = query.data.pages.flatMap((page) => page.items);
  const [answer] = query.data.pages;
  if (!answer) return null;
  const { counts, total, since, until } = answer;
  return (
    <section className="panel" aria-label={t("Differences")}>
      <div className="row">
        <div className={classes.counts} role="group" aria-label={t("CIs by what happened to them; press to show only these")}>
          {CHANGES.map((one) => (
            <button
              key={one} type="button" className={`state ${classes.count ?? ""}`} data-state={changeLook(one)[0]} aria-pressed={wanted === one}
              onClick={() => { change({ change: wanted === one ? null : one }); }}
            >
              <span aria-hidden>{changeLook(one)[1]}</span> {changeLook(one)[2]} {formatNumber(counts[one])}
            </button>
          ))}
        </div>
        <span className="dim"><Time at={since} /> – <Time at={until} /></span>
        <span className="visuallyhidden" role="status">{t("{count, plural, one {# CI differs} other {# CIs differ}}", { count: total })}</span>
      </div>
      {items.length === 0 ? <Empty>{t("Nothing differs.")}</Empty> : <Table items={items} />}
      {query.hasNextPage && (
        <div className={classes.more}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("Load more; {shown} of {total} are here", { shown: formatNumber(items.length), total: formatNumber(total) })}
          </Button>
        </div>
      )}
    </section>
  );
}

function Table({ items }: { items: readonly CIDifference[] }) {
  const [search] = useUrlState();
  const labelOf = useClassLabel();
  const instants = { tab: "history", since: first(search, "since"), until: first(search, "until") };
  return (
    <div className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("What")}</th><th scope="col">{t("CI")}</th><th scope="col">{t("Class")}</th><th scope="col">{t("Differences")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.uid} className={classes.row}>
              <td><ChangeLook change={item.change} /></td>
              <td><AppLink href={ciHref(item.uid, instants)}>{item.name || item.uid}</AppLink></td>
              <td>{item.ci_class && labelOf(item.ci_class)}</td>
              <td><DifferenceLines difference={item} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
