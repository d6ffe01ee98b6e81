import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { recordTypesQuery } from "../../api/records";
import { type ServiceStatus, serviceStatusListQuery, serviceStatusQuery, type Trouble } from "../../api/serviceStatus";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look, StateLook } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { repeatedNames } from "../../components/sameNames";
import { Time } from "../../components/Time";
import { formatFineShare, formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { clockLook } from "../records/ClockLook";
import { hrefOfNumber, timeWord } from "../records/words";
import { OutageCalendar } from "./OutageCalendar";

/** Whether each service works, since when not, what is done about it, and how well it worked lately. */
export function StatusPage() {
  const [search, change] = useUrlState();
  const chosen = first(search, "service");
  const found = useQuery(serviceStatusListQuery);
  return (
    <div className={administration.stack}>
      <title>{`${t("Service status")} · Plumbline`}</title>
      <h1>{t("Service status")}</h1>
      <Loaded query={found} what={t("It could not be loaded.")}>
        {({ items }) => (
          <>
            <p role="status">{summary(items)}</p>
            {chosen !== "" && <Intervals uid={chosen} />}
            <SectionTable
              title={t("Services")} count={items.length} rows={items} rowKey={({ ci }) => ci.uid}
              columns={columns(items, (uid) => { change({ service: uid === chosen ? null : uid }); }, chosen)}
              empty={<Empty>{t("No service is known yet.")}</Empty>}
            />
            <OutageCalendar choose={(uid) => { change({ service: uid === chosen ? null : uid }); }} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function summary(items: ServiceStatus[]): string {
  const hit = items.filter(({ state, is_planned }) => state !== "working" && !is_planned).length;
  if (hit === 0) return t("All services work.");
  return hit === 1 ? t("One service does not work as it should.") : t("{count} services do not work as they should.", { count: formatNumber(hit) });
}

function State({ state, is_planned: isPlanned }: { state: string; is_planned: boolean }) {
  if (state === "working") return <StateLook state="up" />;
  return isPlanned ? <Look look={["unknown", "◎", t("Planned work")]} /> : <StateLook state={state} />;
}

function Records({ numbers }: { numbers: string[] }) {
  const { data: types = [] } = useQuery(recordTypesQuery);
  return numbers.map((number) => {
    const href = hrefOfNumber(types, number);
    return <div key={number}>{href === null ? number : <AppLink href={href}>{number}</AppLink>}</div>;
  });
}

/** Records about a service whose agreed times have run out, or soon will. */
function Pressing({ breached, at_risk: atRisk }: Pick<ServiceStatus, "breached" | "at_risk">) {
  return (
    <>
      {breached.length > 0 && <div><Look look={clockLook("breached")} /><Records numbers={breached} /></div>}
      {atRisk.length > 0 && <div><Look look={clockLook("due_soon")} /><Records numbers={atRisk} /></div>}
    </>
  );
}

function columns(items: ServiceStatus[], choose: (uid: string) => void, chosen: string): Column<ServiceStatus>[] {
  const repeated = repeatedNames(items.map(({ ci }) => ci));
  return [
    { key: "service", label: t("Service"), width: 180, cell: ({ ci }) => <CILink ci={ci} withClass={repeated.has(ci.name)} /> },
    { key: "state", label: t("State"), width: 120, cell: (one) => <State {...one} /> },
    { key: "since", label: t("Since"), width: 95, cell: ({ since }) => since && <Time at={since} isRelative /> },
    { key: "said", label: t("What is done about it"), width: 240, cell: ({ said, records }) => <>{said?.text}<Records numbers={records} /></> },
    { key: "levels", label: t("Service levels"), width: 120, cell: (one) => <Pressing {...one} /> },
    { key: "availability", label: t("Last 30 days"), width: 95, isNumber: true, cell: ({ availability }) => availability === null ? "–" : formatFineShare(availability) },
    { key: "target", label: t("Agreed"), width: 110, cell: ({ target, meets_target: isMet }) => target === null ? "–" : `${formatFineShare(target)}, ${isMet === false ? t("missed") : t("met")}` },
    { key: "down", label: t("Down"), width: 80, cell: ({ seconds_down: seconds }) => seconds > 0 ? timeWord(seconds) : "–" },
    { key: "more", label: t("Times"), width: 90, cell: ({ ci }) => <Button size="compact-xs" variant="default" aria-expanded={ci.uid === chosen} aria-label={t("Times of {name}", { name: ci.name })} onClick={() => { choose(ci.uid); }}>{t("Times")}</Button> },
  ];
}

/** When a service did not work in the last thirty days. */
function Intervals({ uid }: { uid: string }) {
  const found = useQuery(serviceStatusQuery(uid));
  const shown: Column<Trouble>[] = [
    { key: "since", label: t("Since"), width: 150, cell: ({ since }) => <Time at={since} /> },
    { key: "until", label: t("Until"), width: 150, cell: ({ until }) => until ? <Time at={until} /> : t("it still is") },
    { key: "state", label: t("State"), width: 120, cell: (one) => <State {...one} /> },
    { key: "records", label: t("Records"), width: 160, cell: ({ records }) => <Records numbers={records} /> },
  ];
  return (
    <Loaded query={found} what={t("It could not be loaded.")}>
      {({ intervals, status }) => (
        <SectionTable
          title={t("When {name} did not work", { name: status.ci.name })} count={intervals.length} rows={intervals} rowKey={({ since }) => since}
          columns={shown} empty={<Empty>{t("It worked all the time.")}</Empty>}
        />
      )}
    </Loaded>
  );
}
