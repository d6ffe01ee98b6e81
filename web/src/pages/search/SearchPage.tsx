import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { blocksOf } from "../../api/blocks";
import { MOST_HITS, searchQuery } from "../../api/cis";
import type { SearchHit } from "../../api/types";
import { AppLink, useOpen } from "../../components/AppLink";
import { AsOfBanner, AsOfPicker } from "../../components/AsOf";
import { toggled } from "../../components/facets/choosing";
import { Facets } from "../../components/facets/Facets";
import { type Chosen, facetsOf, narrowed, type Property } from "../../components/facets/narrowing";
import { useActive } from "../../components/grid/active";
import { ListOf, NothingLeft } from "../../components/grid/ListOf";
import { asOfQuery, useAsOf } from "../../components/instants";
import { ciHref, cisHref } from "../../components/links";
import { Empty, Loaded } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import { hitColumns } from "./columns";
import { BY_CLASS, BY_FIELD } from "./hits";
import classes from "./Search.module.css";

function properties(): Property<SearchHit>[] {
  return [
    { name: BY_CLASS, label: t("Class"), value: ({ ci_class }) => ci_class, word: ({ class_label: label }) => label },
    {
      name: BY_FIELD, label: t("Found in"), value: ({ matched }) => matched.field,
      word: ({ matched }) => matched.field.replaceAll("_", " "),
    },
  ];
}

/** Everything that fits a text, with the reason, narrowed by class and by where the text was found. */
export function SearchPage() {
  const [search, change] = useUrlState();
  const q = first(search, "q");
  const asOf = useAsOf();
  const found = useQuery(searchQuery(q, MOST_HITS, asOf));
  return (
    <>
      <title>{`${q === "" ? t("Search") : t("Search for “{q}”", { q })} · Plumbline`}</title>
      <div className={classes.bar}>
        <h1>{t("Search")}</h1>
        <QuickFilter
          key="q" value={q} width={420} change={(text) => { change({ q: text, [BY_CLASS]: null, [BY_FIELD]: null }); }}
          label={t("Search for")} placeholder={t("Name, serial number, IP or MAC address, asset tag…")}
        />
        <AsOfPicker />
      </div>
      <AsOfBanner />
      {q === "" ? (
        <div className="panel"><Empty>{t("Type a name, a serial number, an address or a part of one; typing errors are forgiven.")}</Empty></div>
      ) : (
        <Loaded query={found} what={t("The search failed.")}>
          {({ items }) => <Hits hits={items} q={q} isOld={found.isPlaceholderData} />}
        </Loaded>
      )}
    </>
  );
}

function Count({ shown, all, q }: { shown: number; all: number; q: string }): ReactNode {
  const asOf = useAsOf();
  if (all < MOST_HITS) {
    return <span className="dim" role="status">{t("{shown} of {all, plural, one {# hit} other {# hits}}", { shown, all })}</span>;
  }
  return (
    <span className="dim" role="status">
      {t("{shown} of the best {all} hits.", { shown: formatNumber(shown), all: formatNumber(all) })}{" "}
      <AppLink href={cisHref({ q, ...asOfQuery(asOf) })}>{t("All that contain these words")}</AppLink>
    </span>
  );
}

function Hits({ hits, q, isOld }: { hits: readonly SearchHit[]; q: string; isOld: boolean }) {
  const open = useOpen();
  const then = asOfQuery(useAsOf());
  const [search, change] = useUrlState();
  const chosen: Chosen = { [BY_CLASS]: search[BY_CLASS] ?? [], [BY_FIELD]: search[BY_FIELD] ?? [] };
  const shown = narrowed(hits, chosen, properties());
  const question = JSON.stringify([q, chosen]);
  const [active, activate] = useActive(question);
  if (hits.length === 0) {
    return (
      <div className="panel">
        <Empty action={<AppLink href="/cis">{t("Browse all configuration items")}</AppLink>}>
          {t("Nothing is called “{q}” or anything like it. Retired CIs are in the list, under their status.", { q })}
        </Empty>
      </div>
    );
  }
  return (
    <div className={classes.columns}>
      <Facets
        facets={facetsOf(hits, chosen, properties())}
        isOpenAtFirst={() => true}
        toggle={(name, value) => { change({ [name]: toggled(chosen[name] ?? [], value) }, { push: true }); }}
      />
      <div className={classes.main}>
        <Count shown={shown.length} all={hits.length} q={q} />
        <ListOf
          label={t("Hits")} columns={hitColumns(q, then)} blocks={blocksOf(question, shown, isOld)} active={active} activate={activate}
          open={({ uid }) => { open(ciHref(uid, then)); }}
          what={t("The search failed.")}
          empty={<NothingLeft clear={() => { change({ [BY_CLASS]: null, [BY_FIELD]: null }); }}>{t("No hit passes these filters.")}</NothingLeft>}
        />
      </div>
    </div>
  );
}
