import type { RecordType } from "../../api/records";
import type { MissedRecord, TargetStanding, TeamStanding } from "../../api/serviceLevels";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber, formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import { clockLook } from "../records/ClockLook";
import { hrefOfNumber, timeWord } from "../records/words";

/** Which teams met and missed a target, and the records that missed it; each record explains its clock on its page. */
export function Misses({ standing: { target, teams, latest, missed }, types }: { standing: TargetStanding; types: readonly RecordType[] }) {
  return (
    <>
      <SectionTable title={t("Teams and {name}", { name: target.name })} rows={teams} rowKey={({ team }) => team} columns={teamColumns()} empty={<Empty>{t("No clock of it has ended in this time.")}</Empty>} />
      {missed > 0 && <SectionTable title={t("Records that missed {name}", { name: target.name })} count={missed} rows={latest} rowKey={({ number }) => number} columns={recordColumns(types)} />}
    </>
  );
}

function teamColumns(): Column<TeamStanding>[] {
  return [
    { key: "team", label: t("Team"), width: 220, cell: ({ team }) => team || <span className="dim">{t("no team")}</span> },
    { key: "share", label: t("Met"), width: 100, isNumber: true, cell: ({ share }) => formatShare(share) },
    { key: "met", label: t("Records in time"), width: 120, isNumber: true, cell: ({ met }) => formatNumber(met) },
    { key: "missed", label: t("Records too late"), width: 120, isNumber: true, cell: ({ missed }) => formatNumber(missed) },
  ];
}

function recordColumns(types: readonly RecordType[]): Column<MissedRecord>[] {
  return [
    { key: "number", label: t("Number"), width: 120, cell: ({ number }) => { const href = hrefOfNumber(types, number); return href === null ? number : <AppLink href={href}>{number}</AppLink>; } },
    { key: "title", label: t("Title"), width: 260, cell: ({ title }) => title, title: ({ title }) => title },
    { key: "who", label: t("With"), width: 130, cell: ({ assignee, team }) => [assignee, team].filter((one) => one !== "").join(", ") || <span className="dim">{t("nobody")}</span> },
    { key: "state", label: t("State"), width: 110, cell: ({ clock }) => <Look look={clockLook(clock.state)} /> },
    { key: "due", label: t("Was due"), width: 150, cell: ({ clock }) => <Time at={clock.due_at} /> },
    { key: "over", label: t("Over by"), width: 110, cell: ({ clock }) => timeWord(clock.seconds_passed - clock.seconds_allowed) },
  ];
}
