import { useQuery } from "@tanstack/react-query";

import { type StaleEdge, type UnknownProgram, type Unknowns, unknownsQuery } from "../../api/unknowns";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber, formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { PeersTable } from "./PeersTable";

/** How much of the observed connections leads to something that is known. */
export function ShareLook({ unknowns: { connections, explained } }: { unknowns: Unknowns }) {
  if (connections === 0) return <span className="dim">{t("No connection was observed.")}</span>;
  const share = explained / connections;
  const words = t("{share} of {count, plural, one {# observed connection} other {# observed connections}} explained", { share: formatShare(share), count: connections });
  return <Look look={[share === 1 ? "up" : "degraded", share === 1 ? "●" : "▲", words]} />;
}

function columns(): Column<UnknownProgram>[] {
  return [
    { key: "computer", label: t("Machine"), width: 180, cell: ({ computer, address }) => (computer ? <CILink ci={computer} withClass /> : address) },
    { key: "port", label: t("Port"), width: 120, cell: ({ port, protocol }) => `${port}/${protocol}` },
    { key: "clients", label: t("Programs that talk to it"), width: 120, isNumber: true, cell: ({ clients }) => formatNumber(clients) },
  ];
}

function Doubts({ stale, assumed }: Pick<Unknowns, "stale" | "assumed">) {
  if (stale.length + assumed === 0) return null;
  return (
    <section className="panel">
      {stale.length > 0 && <p>{t("Not seen for long")}: {stale.map((ci, turn) => <span key={ci.uid}>{turn > 0 && ", "}<CILink ci={ci} isInText /></span>)}</p>}
      {assumed > 0 && <p className="dim">{t("{count, plural, one {# relationship between them is} other {# relationships between them are}} derived from what was seen, not declared.", { count: assumed })}</p>}
    </section>
  );
}

function staleColumns(): Column<StaleEdge>[] {
  return [
    { key: "source", label: t("Who needs"), width: 200, cell: ({ source, source_name: name }) => <CILink ci={{ uid: source, name, ci_class: "" }} /> },
    { key: "target", label: t("What"), width: 200, cell: ({ target, target_name: name }) => <CILink ci={{ uid: target, name, ci_class: "" }} /> },
    { key: "seen", label: t("Last seen"), width: 110, cell: ({ last_seen_at: at }) => <Time at={at} isRelative /> },
  ];
}

/** Who only looks at what is shown, on demand: it does not need it, so it is no part of the picture. */
export function LeftOut({ scanners }: Pick<Unknowns, "scanners">) {
  if (scanners.length === 0) return null;
  return (
    <details>
      <summary>{t("{count, plural, one {# scanner is left out} other {# scanners are left out}}", { count: scanners.length })}</summary>
      <ul>{scanners.map((ci) => <li key={ci.uid}><CILink ci={ci} isInText /> {ci.root && <span className="dim">{ci.root}</span>}: {ci.scanner_reason || t("a person says so")}</li>)}</ul>
      <p className="dim">{t("They only look at others. Edit “is scanner” of one that needs what it is connected to.")}</p>
    </details>
  );
}

/** What of a service is not known: addresses without a CI, machines without a sensor, what was not seen for long. */
export function UnknownsTab({ uid }: { uid: string }) {
  const found = useQuery(unknownsQuery(uid));
  return (
    <Loaded query={found} what={t("What is not known could not be loaded.")}>
      {(unknowns) => (
        <div className={classes.stack}>
          <div className="panel"><ShareLook unknowns={unknowns} /><LeftOut scanners={unknowns.scanners} /></div>
          <PeersTable peers={unknowns.peers} />
          <SectionTable
            title={t("Machines without a sensor")} count={unknowns.programs.length} columns={columns()} rows={unknowns.programs} rowKey={({ uid: endpoint }) => endpoint}
            note={<span className="dim">{t("It is not known which program answers there: start an agent, or scan them over SSH.")}</span>}
            empty={<Empty>{t("Of every port that is used it is known which program answers.")}</Empty>}
          />
          {unknowns.stale_edges.length > 0 && (
            <SectionTable
              title={t("Dependencies that were not seen for a week")} count={unknowns.stale_edges.length} columns={staleColumns()} rows={unknowns.stale_edges}
              rowKey={({ source, target, type }) => `${type} ${source} ${target}`}
            />
          )}
          <Doubts stale={unknowns.stale} assumed={unknowns.assumed} />
        </div>
      )}
    </Loaded>
  );
}
