import { useBlocks } from "../../api/blocks";
import { connectionsSource } from "../../api/cis";
import type { CI, Connection } from "../../api/types";
import { useOpen } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { useActive } from "../../components/grid/active";
import type { Column } from "../../components/grid/column";
import { ListOf } from "../../components/grid/ListOf";
import { useAsOf } from "../../components/instants";
import { ciHref } from "../../components/links";
import { Empty } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

function addressOf({ address, port, protocol }: Connection): string {
  const host = address?.includes(":") ? `[${address}]` : (address ?? "");
  const place = port === null ? host : `${host}:${port}`;
  return protocol ? `${place}/${protocol}` : place;
}

function ofOptional(ci: { uid: string; name: string; ci_class: string } | null, withClass = false) {
  return ci ? <CILink ci={ci} withClass={withClass} isPassive /> : <span className="dim">{t("unknown")}</span>;
}

function columns(): Column<Connection>[] {
  return [
    {
      key: "direction", label: t("Direction"), width: 110,
      cell: ({ direction }) => (direction === "out" ? t("→ opened") : t("← accepted")),
    },
    { key: "program", label: t("Program"), doc: t("The program on this side"), width: 160, cell: ({ program }) => ofOptional(program) },
    { key: "peer", label: t("Other side"), width: 220, cell: ({ peer }) => ofOptional(peer.program ?? peer, true) },
    { key: "computer", label: t("On"), width: 160, cell: ({ peer }) => peer.computer && <CILink ci={peer.computer} isPassive /> },
    { key: "address", label: t("Address"), width: 190, title: addressOf, cell: (row) => <span className="mono">{addressOf(row)}</span> },
    { key: "sightings", label: t("Sightings"), doc: t("How often it was seen"), width: 80, isNumber: true, cell: ({ sightings }) => sightings !== null && formatNumber(sightings) },
    { key: "days", label: t("Days"), doc: t("On how many days it was seen"), width: 60, isNumber: true, cell: ({ days }) => days !== null && formatNumber(days) },
    { key: "first_seen_at", label: t("First seen"), width: 100, cell: ({ first_seen_at: at }) => <Time at={at} isRelative /> },
    { key: "last_seen_at", label: t("Last seen"), width: 100, cell: ({ last_seen_at: at }) => <Time at={at} isRelative /> },
  ];
}

/** The connections that were observed; of a computer those of all its programs. */
export function ConnectionsTab({ ci }: { ci: CI }) {
  const open = useOpen();
  const blocks = useBlocks(connectionsSource(ci.uid, useAsOf()));
  const [active, activate] = useActive(ci.uid);
  return (
    <ListOf
      label={t("Connections")} columns={columns()} blocks={blocks} active={active} activate={activate}
      open={({ peer }) => { open(ciHref((peer.program ?? peer).uid)); }}
      what={t("The connections could not be loaded.")}
      empty={
        <Empty>
          {t("No connection of it has been observed. Agents see connections while they are open; as root they see those of all programs.")}
        </Empty>
      }
    />
  );
}
