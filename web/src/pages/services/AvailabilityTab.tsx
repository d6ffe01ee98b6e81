import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Availability, availabilityQuery, type CutSet, cutSetsQuery } from "../../api/resilience";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { useSituation } from "../../components/instants";
import { Look, StateLook } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { useClassLabel } from "../../components/schema";
import { SectionTable } from "../../components/SectionTable";
import { SituationPicker } from "../../components/Situation";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";

type Contributor = Availability["contributors"][number];
const DIGITS = 4;
const ORDERS = ["1", "2", "3"];

function percent(share: number): string {
  return `${(100 * share).toFixed(DIGITS)} %`;
}

function contributorColumns(): Column<Contributor>[] {
  return [
    { key: "ci", label: t("CI"), width: 180, cell: ({ ci }) => <CILink ci={ci} withClass />, title: ({ ci }) => ci.name },
    { key: "on", label: t("On"), width: 130, cell: ({ ci }) => ci.root ?? "" },
    { key: "share", label: t("Works by itself"), width: 110, isNumber: true, cell: ({ availability }) => percent(availability) },
    { key: "said", label: t("Because"), width: 120, cell: ({ is_stated: isStated }) => (isStated ? t("it is stated") : t("of its class")) },
    { key: "gain", label: t("Minutes a year saved if it never failed"), width: 150, isNumber: true, cell: ({ minutes_a_year: minutes }) => formatNumber(Math.round(minutes)) },
  ];
}

function Target({ found: { target, meets_target: isMet } }: { found: Availability }) {
  if (target === null) return <span className="dim">{t("Nothing is agreed: state availability target of the service to compare.")}</span>;
  const look = isMet === true ? (["up", "●", t("met")] as const) : (["down", "■", t("missed")] as const);
  return <>{t("agreed: {share}", { share: percent(target) })} <Look look={look} /></>;
}

function RestsOn({ found }: { found: Availability }) {
  const labelOf = useClassLabel();
  const how = found.method === "exact"
    ? t("Exact, {cases} cases.", { cases: formatNumber(found.cases) })
    : t("Simulated with {samples} draws; the standard error is beside each share.", { samples: formatNumber(found.samples ?? 0) });
  const assumed = found.assumed.map(({ ci_class: name, availability, cis }) => t("{count} × {name} {share}", { count: formatNumber(cis), name: labelOf(name), share: percent(availability) })).join(", ");
  return (
    <p className="dim">
      {how} {t("{imperfect} of {behind} CIs behind it fail at times, {stated} of them say how often.", {
        imperfect: formatNumber(found.imperfect), behind: formatNumber(found.behind), stated: formatNumber(found.stated),
      })} {assumed !== "" && t("Assumed by class: {assumed}.", { assumed })} {t("Planned downtimes are not in it.")}
    </p>
  );
}

function Shown({ found }: { found: Availability }) {
  return (
    <>
      <section className="panel">
        <h2>{t("Works {share} of the time", { share: percent(found.works) })}</h2>
        <p>{found.in_words} · <Target found={found} /></p>
        <table className="plain" aria-label={t("Share of each state")}>
          <thead><tr><th scope="col">{t("State")}</th><th scope="col" className="num">{t("Share")}</th><th scope="col" className="num">{t("Standard error")}</th></tr></thead>
          <tbody>
            {Object.entries(found.states).map(([state, share]) => (
              <tr key={state}><td><StateLook state={state} /></td><td className="num">{percent(share)}</td><td className="num">{percent(found.standard_error[state] ?? 0)}</td></tr>
            ))}
          </tbody>
        </table>
        <RestsOn found={found} />
      </section>
      <SectionTable
        title={t("Whose improvement helps most")} columns={contributorColumns()} rows={found.contributors} rowKey={({ ci }) => ci.uid}
        empty={<Empty>{t("No CI behind it fails at times.")}</Empty>}
      />
    </>
  );
}

function cutColumns(): Column<CutSet>[] {
  return [
    {
      key: "cis", label: t("CIs that together take it down"), width: 420,
      cell: ({ cis }) => cis.map((ci, turn) => <span key={ci.uid}>{turn > 0 && " + "}<CILink ci={ci} isInText />{ci.root !== null && ` (${ci.root})`}</span>),
    },
    { key: "share", label: t("Share of the time"), width: 120, isNumber: true, cell: ({ share }) => share.toExponential(1) },
  ];
}

function Cuts({ uid }: { uid: string }) {
  const [order, setOrder] = useState("2");
  const found = useQuery(cutSetsQuery(uid, Number(order), useSituation()));
  const choice = (
    <NativeSelect
      size="xs" aria-label={t("Up to so many CIs together")} value={order} data={ORDERS.map((value) => ({ value, label: t("up to {count} together", { count: value }) }))}
      onChange={(event) => { setOrder(event.currentTarget.value); }}
    />
  );
  return (
    <>
      <div>{choice}</div>
      <Loaded query={found} what={t("The cut sets could not be computed.")}>
        {({ items, total }) => (
          <SectionTable
            title={t("What takes it down together")} count={total} columns={cutColumns()} rows={items} rowKey={({ cis }) => cis.map(({ uid: one }) => one).join(" ")}
            empty={<Empty>{t("No so few CIs take it down.")}</Empty>}
          />
        )}
      </Loaded>
    </>
  );
}

/** How often a service works, whose improvement helps most, and which CIs together take it down. */
export function AvailabilityTab({ uid }: { uid: string }) {
  const found = useQuery(availabilityQuery(uid, useSituation()));
  return (
    <div className={classes.stack}>
      <SituationPicker isOfNow />
      <Loaded query={found} what={t("The availability could not be computed.")} lines={8}>{(answer) => <Shown found={answer} />}</Loaded>
      <Cuts uid={uid} />
    </div>
  );
}
