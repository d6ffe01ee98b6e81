import { type ReactNode, useState } from "react";

import type { HistoryChange, HistoryEvent } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { ciHref } from "../../components/links";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatNumber, formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { type BondGroup, changedFields, grouped } from "./changes";
import classes from "./CIPage.module.css";
import { EventActions } from "./EventActions";
import { Trap } from "./Trap";
import { bondWords, EventLook, keptWords, useChangeWords } from "./words";

const ATTRIBUTES_AT_FIRST = 12;
const OTHERS_AT_FIRST = 6;

/** The first of many, and a button for the rest. */
function useFirst<T>(all: readonly T[], atFirst: number): [readonly T[], ReactNode] {
  const [isComplete, setComplete] = useState(false);
  if (isComplete || all.length <= atFirst) return [all, null];
  const more = (
    <button type="button" className={classes.more} onClick={() => { setComplete(true); }}>
      {t("Show all {count}", { count: formatNumber(all.length) })}
    </button>
  );
  return [all.slice(0, atFirst), more];
}

function FromTo({ old, now }: { old: string | null; now: string | null }) {
  return (
    <>
      {old !== null && <span className={classes.old}>{old}</span>}
      {old !== null && " → "}
      {now ?? <span className="dim">{t("no value")}</span>}
    </>
  );
}

function AttributeChange({ change, ciClass }: { change: HistoryChange; ciClass: string }) {
  const { label, text } = useChangeWords(ciClass)(change.attribute ?? "");
  const textOf = (value: unknown) => (value === null || value === undefined ? null : text(value));
  return (
    <li>
      <span className="dim">{label}:</span> <FromTo old={textOf(change.old)} now={textOf(change.new)} />
    </li>
  );
}

function Other({ change }: { change: HistoryChange }) {
  const fields = change.change === "changed" ? changedFields(change) : [];
  return (
    <>
      {change.other ? <AppLink href={ciHref(change.other.uid)}>{change.other.name || change.other.uid}</AppLink> : t("unknown")}
      {fields.map(({ name, old, new: now }) => (
        <span key={name}>
          {" "}<span className="dim">{name.replaceAll("_", " ")}:</span>{" "}
          <FromTo old={old === null ? null : formatValue(old)} now={now === null ? null : formatValue(now)} />
        </span>
      ))}
    </>
  );
}

function Bonds({ group }: { group: BondGroup }) {
  const [shown, more] = useFirst(group.changes, OTHERS_AT_FIRST);
  return (
    <li>
      <span className="dim">{bondWords(group)}:</span>{" "}
      {shown.map((change, index) => (
        <span key={change.other?.uid ?? index}>{index > 0 && ", "}<Other change={change} /></span>
      ))}
      {more && <> … {more}</>}
    </li>
  );
}

/** One event: when, what, who says so and why, and each change. */
export function EventItem({ event, uid, ciClass }: { event: HistoryEvent; uid: string; ciClass: string }) {
  const { attributes, kept, bonds } = grouped(event.changes);
  const say = useChangeWords(ciClass);
  const [shown, more] = useFirst(attributes, ATTRIBUTES_AT_FIRST);
  const actor = event.actor !== null && event.actor !== event.source?.key ? event.actor : null;
  return (
    <li className={classes.event}>
      <Time at={event.at} />
      <div>
        <div className={classes.who}>
          <EventLook kind={event.kind} />
          {event.source && <SourceBadge source={event.source} />}
          {actor && <span>{t("by {actor}", { actor })}</span>}
          {event.reason && <q>{event.reason}</q>}
          <EventActions uid={uid} event={event} />
          {event.joined_since && <span className="dim">{t("joined from several since")} <Time at={event.joined_since} /></span>}
          {event.observed_at && (
            <span className="dim">{t("observed")} <Time at={event.observed_at} isRelative /></span>
          )}
        </div>
        <ul className={classes.changes}>
          {event.trap && <Trap trap={event.trap} />}
          {shown.map((change, index) => <AttributeChange key={change.attribute ?? index} change={change} ciClass={ciClass} />)}
          {more && <li>{more}</li>}
          {kept.length > 0 && <li className="dim">{keptWords(kept.map((one) => say(one.attribute ?? "").label))}</li>}
          {bonds.map((group) => <Bonds key={group.key} group={group} />)}
        </ul>
      </div>
    </li>
  );
}
