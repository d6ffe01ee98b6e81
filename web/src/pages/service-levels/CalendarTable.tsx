import type { Calendar } from "../../api/serviceLevels";
import type { Column } from "../../components/grid/column";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { dayWords } from "../changes/week";

/** The hours in which clocks run. */
export function CalendarTable({ calendars }: { calendars: readonly Calendar[] }) {
  const columns: Column<Calendar>[] = [
    { key: "name", label: t("Name"), width: 140, cell: ({ name }) => <strong>{name}</strong> },
    { key: "zone", label: t("Time zone"), width: 140, cell: ({ time_zone: zone }) => zone },
    { key: "hours", label: t("Hours"), width: 260, cell: ({ hours }) => hours.map(({ weekdays, starts, ends }) => <div key={`${weekdays.join()} ${starts}`}>{dayWords(weekdays)} {starts}–{ends}</div>) },
    { key: "holidays", label: t("Holidays"), width: 220, cell: ({ holidays }) => holidays.length === 0 ? t("none") : `${formatNumber(holidays.length)}: ${holidays.slice(0, 3).map(({ date, name }) => name || date).join(", ")}`, title: ({ holidays }) => holidays.map(({ date, name }) => `${date} ${name}`).join("\n") },
  ];
  return <SectionTable title={t("Calendars")} count={calendars.length} rows={calendars} rowKey={({ name }) => name} columns={columns} empty={<Empty>{t("There is none: clocks run round the clock. `cmdb sla set` reads them from a file.")}</Empty>} />;
}
