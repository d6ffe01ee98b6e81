import { useQuery } from "@tanstack/react-query";

import { dashboardQuery, MOST_HITS, searchQuery } from "../../api/cis";
import type { SearchHit } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { impactHref } from "../../components/links";
import { StatusLook } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { QuickFilter } from "../../components/QuickFilter";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import { Busiest } from "../dashboard/Busiest";
import classes from "./Impact.module.css";

/** Where impact analysis starts: any CI by name, serial, IP or MAC, or one of the programs on which most others depend. */
export function ImpactStart() {
  const [search, change] = useUrlState();
  const q = first(search, "q");
  const dashboard = useQuery(dashboardQuery);
  return (
    <div className={classes.start}>
      <title>{`${t("Impact")} · Plumbline`}</title>
      <h1>{t("What breaks if this breaks?")}</h1>
      <section className="panel">
        <QuickFilter
          value={q}
          change={(text) => { change({ q: text }); }}
          label={t("Find a CI by name, serial number, IP or MAC address")}
          placeholder={t("Name, serial number, IP or MAC address")}
          width={420}
        />
        {q === "" ? <div className="dim">{t("Choose a CI to see what its failure does, or what its own failure can come from.")}</div> : <Hits q={q} />}
      </section>
      <Loaded query={dashboard} what={t("The most depended-on programs could not be loaded.")}>
        {({ busiest }) => <Busiest programs={busiest} />}
      </Loaded>
    </div>
  );
}

function Hits({ q }: { q: string }) {
  const found = useQuery(searchQuery(q, MOST_HITS));
  return (
    <Loaded query={found} what={t("The search failed.")} lines={4}>
      {({ items }) => (
        <>
          <div className="dim" role="status">{countWords(items.length)}</div>
          <ul className={classes.hits}>{items.map((hit) => <Hit key={hit.uid} hit={hit} />)}</ul>
        </>
      )}
    </Loaded>
  );
}

function countWords(count: number): string {
  if (count >= MOST_HITS) return t("The first {count} hits; type more to narrow them", { count });
  return t("{count, plural, =0 {Nothing found} one {# hit} other {# hits}}", { count });
}

function Hit({ hit }: { hit: SearchHit }) {
  const { field, value } = hit.matched;
  return (
    <li>
      <AppLink href={impactHref(hit.uid)} className="quiet">{hit.name}</AppLink>
      <span className="dim">{hit.class_label}</span>
      {field !== "name" && <span className="dim">{field.replaceAll("_", " ")}: <span className="mono">{value}</span></span>}
      <StatusLook status={hit.status} />
    </li>
  );
}
