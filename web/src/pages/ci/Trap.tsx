import type { HistoryEvent } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

export type TrapTold = NonNullable<HistoryEvent["trap"]>;

/** What a device sent by itself, in short. */
export function trapWords(trap: TrapTold): string {
  const where = trap.interface?.name ?? trap.interface_name;
  const words = where ? t("{trap} of {where}", { trap: trap.name, where }) : trap.name;
  return trap.times > 1 ? t("{words}, {count} times", { words, count: formatNumber(trap.times) }) : words;
}

/** What a device sent by itself: of which interface, how often, and by what it is believed. */
export function Trap({ trap }: { trap: TrapTold }) {
  const details = Object.entries(trap.details);
  return (
    <>
      <li>
        <strong>{trap.name}</strong>{" "}
        {trap.interface
          ? <AppLink href={ciHref(trap.interface.uid)}>{trap.interface.name}</AppLink>
          : trap.interface_name}{" "}
        {trap.meaning}
      </li>
      {details.length > 0 && (
        <li>
          {details.map(([name, value], index) => (
            <span key={name}>{index > 0 && ", "}<span className="dim">{name}:</span> {value}</span>
          ))}
        </li>
      )}
      <li className="dim">
        {t("{times, plural, one {# time} other {# times}} from {address} by SNMP {proof}, last", { times: trap.times, address: trap.address ?? t("an address"), proof: trap.proof })}{" "}
        <Time at={trap.last_at} isRelative />
        {trap.unread > 0 && <> · {t("{unread} more were counted and not read", { unread: formatNumber(trap.unread) })}</>}
      </li>
    </>
  );
}
