import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type CoverageFunnel, coverageQuery, spotsQuery } from "../../api/scans";
import { AppLink } from "../../components/AppLink";
import bars from "../../components/Bars.module.css";
import { CILink } from "../../components/CILink";
import { Empty, Loaded } from "../../components/PageState";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, hrefOf, useUrlState } from "../../shell/search";
import shared from "../administration/administration.module.css";
import { bySite } from "./coverage";
import { stageWord } from "./scans/words";
import { StationsPanel } from "./StationsPanel";

interface FunnelProps {
  stages: readonly string[];
  counts: Record<string, number>;
  /** The list behind a bar. */
  href: (stage: string) => string;
}

function Funnel({ stages, counts, href }: FunnelProps) {
  const most = Math.max(1, counts[stages[0] ?? ""] ?? 0);
  return (
    <ul className={bars.bars}>
      {stages.map((stage) => {
        const count = counts[stage] ?? 0;
        const inside = (
          <>
            <span className="cut">{stageWord(stage)}</span>
            <span className={bars.track} aria-hidden><span className={bars.fill} style={{ width: `${(100 * count) / most}%` }} /></span>
            <span className="num">{formatNumber(count)}</span>
          </>
        );
        return (
          <li key={stage}>
            <AppLink className={bars.bar} href={href(stage)}>{inside}</AppLink>
          </li>
        );
      })}
    </ul>
  );
}

function Spots() {
  const [search, change] = useUrlState();
  const [subnet, scope, stage] = [first(search, "subnet"), first(search, "scope"), first(search, "stage")];
  const site = first(search, "site");
  const spots = useQuery(spotsQuery(subnet === "" ? { site } : { network_scope: scope, subnet }, stage));
  const place = subnet || site || t("Subnets of no known site");
  return (
    <section className="panel scroll">
      <div className="row">
        <h2 className="grow">{t("{subnet}: came as far as “{stage}”, no further", { subnet: place, stage: stageWord(stage) })}</h2>
        <Button variant="default" size="compact-sm" onClick={() => { change({ subnet: null, scope: null, site: null, stage: null }); }}>{t("Close")}</Button>
      </div>
      <Loaded query={spots} what={t("The addresses could not be loaded.")}>
        {({ items, total }) =>
          items.length === 0 ? (
            <Empty>{t("Every address that came so far came further.")}</Empty>
          ) : (
            <>
              <table className="plain">
                <thead><tr><th scope="col">{t("Address")}</th><th scope="col">{t("Machine")}</th><th scope="col"><span className="visuallyhidden">{t("Why not?")}</span></th></tr></thead>
                <tbody>
                  {items.map((spot) => (
                    <tr key={`${spot.network_scope}/${spot.address}`}>
                      <td className="mono">{spot.address}</td>
                      <td>{spot.ci ? <CILink ci={spot.ci} withClass /> : <span className="dim">{t("unknown")}</span>}</td>
                      <td><AppLink href={hrefOf("/discovery", { tab: "why", q: spot.address })} aria-label={t("Why not {address}?", { address: spot.address })}>{t("Why not?")}</AppLink></td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {total > items.length && <p className="dim">{t("The first {shown} of {total}.", { shown: items.length, total })}</p>}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Subnet({ funnel, stages }: { funnel: CoverageFunnel; stages: readonly string[] }) {
  const { subnet, network_scope: scope } = funnel;
  return (
    <section className="panel">
      <h2>{subnet} <span className="dim">{[scope === "default" ? "" : scope, funnel.site].filter((text) => text !== "").join(", ")}</span></h2>
      <Funnel stages={stages} counts={funnel.counts} href={(stage) => hrefOf("/discovery", { tab: "coverage", subnet, scope, stage })} />
    </section>
  );
}

const AT_FIRST = 60;

function Subnets({ items, stages }: { items: readonly CoverageFunnel[]; stages: readonly string[] }) {
  const [isComplete, setComplete] = useState(false);
  const shown = isComplete ? items : items.slice(0, AT_FIRST);
  return (
    <>
      <h2>{t("Subnets, those that miss most first")}</h2>
      <div className={shared.cards}>{shown.map((funnel) => <Subnet key={`${funnel.network_scope}/${funnel.subnet}`} funnel={funnel} stages={stages} />)}</div>
      {shown.length < items.length && (
        <div><Button variant="default" onClick={() => { setComplete(true); }}>{t("Show all {count}", { count: formatNumber(items.length) })}</Button></div>
      )}
    </>
  );
}

/** Of what is seen on the wire, how much answers, opens, is inventoried and is fresh: by site, and by subnet. */
export function CoverageTab() {
  const [search] = useUrlState();
  const coverage = useQuery(coverageQuery);
  return (
    <div className={shared.stack}>
      {first(search, "stage") !== "" && <Spots />}
      <Loaded query={coverage} what={t("The coverage could not be loaded.")}>
        {({ items, stages }) =>
          items.length === 0 ? (
            <div className="panel"><Empty>{t("No address is known yet: start an agent, or scan a network.")}</Empty></div>
          ) : (
            <>
              <div className={shared.cards}>
                {bySite(items).map(({ site, counts }) => (
                  <section key={site} className="panel"><h2>{site || t("Subnets of no known site")}</h2><Funnel stages={stages} counts={counts} href={(stage) => hrefOf("/discovery", { tab: "coverage", site, stage })} /></section>
                ))}
              </div>
              <Subnets items={items} stages={stages} />
            </>
          )
        }
      </Loaded>
      <StationsPanel />
    </div>
  );
}
