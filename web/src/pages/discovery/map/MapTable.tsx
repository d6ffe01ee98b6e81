import { useMemo } from "react";

import type { Blocks } from "../../../api/blocks";
import type { MapCable, MapDevice, MapLink } from "../../../api/networkMap";
import { useOpen } from "../../../components/AppLink";
import { CILink } from "../../../components/CILink";
import type { Column } from "../../../components/grid/column";
import { Grid } from "../../../components/grid/Grid";
import { asOfQuery } from "../../../components/instants";
import { ciHref } from "../../../components/links";
import { Look } from "../../../components/Look";
import { SourceKinds } from "../../../components/SourceBadge";
import { Time } from "../../../components/Time";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";
import { collator } from "./mapGraph";
import type { MapProps } from "./MapPicture";
import { certaintyLook, evidenceWords } from "./words";

interface Row {
  link: MapLink;
  cable: MapCable;
  source: MapDevice;
  target: MapDevice;
}

/** What rows are sorted by. */
const SORTS: Record<string, (row: Row) => string | number> = {
  device: ({ source }) => source.name,
  port: ({ cable }) => cable.port.name,
  peer: ({ target }) => target.name,
  peer_port: ({ cable }) => cable.peer.name,
  vlans: ({ cable }) => cable.vlans[0] ?? 0,
  members: ({ link }) => link.members,
  certainty: ({ cable }) => cable.confidence - (cable.is_stale ? 1 : 0),
  seen: ({ cable }) => cable.last_seen_at ?? "",
};

function compared(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}

/** One row for each cable, in the order asked for, else by device and port. */
function rowsOf(links: readonly MapLink[], devices: ReadonlyMap<string, MapDevice>, sort: string): Row[] {
  const rows = links.flatMap((link) => {
    const [source, target] = [devices.get(link.source), devices.get(link.target)];
    return source && target ? link.cables.map((cable) => ({ link, cable, source, target })) : [];
  });
  rows.sort((a, b) => collator.compare(a.source.name, b.source.name) || collator.compare(a.cable.port.name, b.cable.port.name));
  const key = SORTS[sort.replace(/^-/, "")];
  const turn = sort.startsWith("-") ? -1 : 1;
  return key ? rows.sort((a, b) => turn * compared(key(a), key(b))) : rows;
}

function columns(): Column<Row>[] {
  return [
    { key: "device", label: t("Device"), width: 150, sort: "device", cell: ({ source }) => <CILink ci={source} isPassive />, title: ({ source }) => source.name },
    { key: "port", label: t("Port"), width: 150, sort: "port", cell: ({ cable }) => cable.port.name, title: ({ cable }) => cable.port.name },
    { key: "peer", label: t("Leads to"), width: 150, sort: "peer", cell: ({ target }) => <CILink ci={target} isPassive />, title: ({ target }) => target.name },
    { key: "peer_port", label: t("Its port"), width: 150, sort: "peer_port", cell: ({ cable }) => cable.peer.name, title: ({ cable }) => cable.peer.name },
    { key: "vlans", label: t("VLANs"), width: 90, sort: "vlans", cell: ({ cable }) => cable.vlans.join(", "), title: ({ cable }) => cable.vlans.join(", ") },
    { key: "members", label: t("Cables"), doc: t("How many cables run in parallel between the two devices"), width: 70, sort: "members", isNumber: true, cell: ({ link }) => formatNumber(link.members) },
    { key: "certainty", label: t("Certainty"), width: 170, sort: "certainty", cell: ({ cable }) => <Look look={certaintyLook(cable)} /> },
    { key: "evidence", label: t("Evidence"), width: 150, cell: evidenceCell, title: ({ cable }) => evidenceWords(cable) },
    { key: "seen", label: t("Last seen"), width: 110, sort: "seen", cell: ({ cable }) => <Time at={cable.last_seen_at} isRelative /> },
  ];
}

function evidenceCell({ cable }: Row) {
  return <><SourceKinds sources={cable.sources} /> {evidenceWords(cable)}</>;
}

/** Rows at hand as a list in blocks, which the grid draws. */
function atHand(rows: readonly Row[], question: string): Blocks<Row> {
  return { question, total: rows.length, at: (index) => rows[index], see: () => undefined, isOld: false, error: null, retry: () => undefined };
}

/** The map as a table, port by port; its row and the selection of the picture are one. */
export function MapTable({ map, devices, state, actions }: MapProps) {
  const open = useOpen();
  const { sort, ci, peer } = state;
  const rows = useMemo(() => rowsOf(map.links, devices, sort), [map.links, devices, sort]);
  const blocks = useMemo(() => atHand(rows, `${sort} ${map.links.length}`), [rows, sort, map.links.length]);
  const isActive = ({ link: { source, target } }: Row) => (source === ci && target === peer) || (source === peer && target === ci);
  return (
    <Grid
      label={t("Links, port by port")}
      columns={columns()}
      blocks={blocks}
      active={Math.max(0, rows.findIndex(isActive))}
      activate={(index) => {
        const row = rows[index];
        if (row) actions.selectLink(row.source.uid, row.target.uid);
      }}
      open={({ target }) => { open(ciHref(target.uid, asOfQuery(state.question.asOf))); }}
      sort={sort}
      changeSort={actions.sortBy}
    />
  );
}
