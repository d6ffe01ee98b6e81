import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { scanNow } from "../../api/scans";
import type { UnknownPeer, UnknownPeers } from "../../api/unknowns";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { hrefOf } from "../../shell/search";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

/** Starts a scan of one address and leads to its run. */
function ScanPeer({ peer }: { peer: UnknownPeer }) {
  const queries = useQueryClient();
  const [run, setRun] = useState("");
  const scanning = useMutation({
    mutationFn: () => scanNow({ ranges: [peer.address], network_scope: peer.network_scope }),
    onSuccess: ({ uid }) => { setRun(uid); },
    onSettled: () => queries.invalidateQueries({ queryKey: ["scan-runs"] }),
  });
  if (run !== "") return <AppLink href={hrefOf("/discovery", { tab: "scans", run })}>{t("Being scanned")}</AppLink>;
  return (
    <>
      <Button variant="default" size="compact-xs" loading={scanning.isPending} aria-label={t("Scan {address}", { address: peer.address })} onClick={() => { scanning.mutate(); }}>{t("Scan")}</Button>
      <ErrorLine text={scanning.error && described(scanning.error)} />
    </>
  );
}

function Names({ cis, count }: { cis: UnknownPeer["clients"]; count: number }) {
  return (
    <>
      {cis.slice(0, 3).map((ci, turn) => <span key={ci.uid}>{turn > 0 && ", "}<CILink ci={ci} isInText />{ci.root !== null && <span className="dim"> {t("on {root}", { root: ci.root })}</span>}</span>)}
      {count > 3 && <span className="dim"> {t("and {count} more", { count: formatNumber(count - 3) })}</span>}
    </>
  );
}

function columns(mayScan: boolean): Column<UnknownPeer>[] {
  return [
    { key: "address", label: t("Address"), width: 150, cell: ({ uid, address }) => <CILink ci={{ uid, name: address, ci_class: "remote_peer" }} /> },
    { key: "scope", label: t("Network scope"), width: 100, cell: ({ network_scope: scope }) => scope },
    { key: "ports", label: t("Ports"), width: 130, cell: ({ ports }) => ports.join(", "), title: ({ ports }) => ports.join(", ") },
    { key: "services", label: t("Services that need it"), width: 190, cell: ({ services, service_count: count }) => <Names cis={services} count={count} /> },
    { key: "clients", label: t("Who talks to it"), width: 260, cell: ({ clients, client_count: count }) => <Names cis={clients} count={count} /> },
    { key: "seen", label: t("Last seen"), width: 100, cell: ({ last_seen_at: at }) => <Time at={at} isRelative /> },
    ...(mayScan ? [{ key: "scan", label: t("Action"), width: 110, cell: (peer: UnknownPeer) => <ScanPeer peer={peer} /> }] : []),
  ];
}

/** Addresses that machines talk to and no CI has, those first on which most services depend. */
export function PeersTable({ peers }: { peers: UnknownPeers }) {
  const mayScan = useMay("scan");
  const left = peers.total - peers.items.length;
  return (
    <div className={classes.stack}>
      <SectionTable
        title={t("Addresses that no CI has")} count={peers.total} columns={columns(mayScan)} rows={peers.items} rowKey={({ uid }) => uid}
        empty={<Empty>{t("Every address that machines talk to belongs to a CI.")}</Empty>}
      />
      {left > 0 && <p className="dim">{t("{count} more are less important; the command line lists them.", { count: formatNumber(left) })}</p>}
    </div>
  );
}
