import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { type Collector, type TrapReceiver, trapReceiversQuery } from "../../api/scans";
import { meQuery } from "../../api/session";
import { AppLink } from "../../components/AppLink";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";

type Sender = TrapReceiver["refused"][number];

function Counts({ receiver, name }: { receiver: TrapReceiver; name: string }) {
  return (
    <table className="plain" aria-label={t("Traps of {name}", { name })}>
      <thead>
        <tr>
          <th scope="col" className="num" style={{ width: 90 }}>{t("Count")}</th>
          <th scope="col">{t("Believed")}</th>
          <th scope="col" style={{ minWidth: 220 }}>{t("What became of it, and why")}</th>
          <th scope="col" style={{ minWidth: 180 }}>{t("What to do")}</th>
        </tr>
      </thead>
      <tbody>
        {receiver.counts.map((one) => (
          <tr key={one.reason}>
            <td className="num" style={{ whiteSpace: "nowrap" }}>{formatNumber(one.count)}</td>
            <td><Look look={one.is_proven ? ["up", "●", t("Yes")] : ["unknown", "○", t("No")]} /></td>
            <td>{one.happened} <span className="dim">{one.cause}</span></td>
            <td>{one.next_step}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface SendersProps {
  title: string;
  said: string;
  senders: readonly Sender[];
  /** What a sender said, in words. */
  words: (said: string) => ReactNode;
}

function Senders({ title, said, senders, words }: SendersProps) {
  if (senders.length === 0) return null;
  return (
    <details>
      <summary style={{ minHeight: 24 }}>{title} ({formatNumber(senders.length)})</summary>
      <table className="plain" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t("Address")}</th>
            <th scope="col">{said}</th>
            <th scope="col" className="num">{t("Times")}</th>
            <th scope="col">{t("Last")}</th>
          </tr>
        </thead>
        <tbody>
          {senders.map((one) => (
            <tr key={`${one.address} ${one.said}`}>
              <td><AppLink href={hrefOf("/discovery", { tab: "why", q: one.address })}>{one.address}</AppLink></td>
              <td>{words(one.said)}</td>
              <td className="num">{formatNumber(one.times)}</td>
              <td><Time at={one.last_at} isRelative /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Receiver({ receiver, name }: { receiver: TrapReceiver; name: string }) {
  const happened = (reason: string) => receiver.counts.find((one) => one.reason === reason)?.cause ?? reason;
  return (
    <section>
      <h3>{name} <span className="dim">{t("listens at {place}, counted since", { place: receiver.listens_on })} <Time at={receiver.since} /></span></h3>
      <Counts receiver={receiver} name={name} />
      <Senders title={t("Senders that no CI is known of")} said={t("Sent last")} senders={receiver.unknown} words={(said) => said} />
      <Senders title={t("Senders that are not believed")} said={t("Why")} senders={receiver.refused} words={happened} />
    </section>
  );
}

/** What became of the traps and informs that came to each collector, for those who may see every CI: it tells addresses. */
export function TrapReceivers({ collectors }: { collectors: readonly Collector[] }) {
  const { data: me } = useQuery(meQuery);
  return me?.sees_all ? <Receivers collectors={collectors} /> : null;
}

function Receivers({ collectors }: { collectors: readonly Collector[] }) {
  const receivers = useQuery(trapReceiversQuery);
  const nameOf = (id: string) => collectors.find((one) => one.collector_id === id)?.name ?? id;
  return (
    <section className="panel scroll">
      <h2>{t("Traps and informs")}</h2>
      <p className="dim">
        {t("What a device sends by itself becomes an event of its CI and a scan, where a community or a signature vouches for it. A community can be overheard; only version 3 with authentication is proof.")}
      </p>
      <Loaded query={receivers} what={t("What collectors counted could not be loaded.")}>
        {({ items }) =>
          items.length === 0
            ? <Empty>{t("No collector has told of traps. One that is started with --traps PORT listens for them.")}</Empty>
            : items.map((one) => <Receiver key={one.collector_id} receiver={one} name={nameOf(one.collector_id)} />)}
      </Loaded>
    </section>
  );
}
