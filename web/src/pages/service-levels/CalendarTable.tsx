import { Button } from "@mantine/core";

import type { Calendar, Target } from "../../api/serviceLevels";
import type { Column } from "../../components/grid/column";
import { Empty } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { dayWords } from "../changes/week";

interface Props {
  calendars: readonly Calendar[];
  targets: readonly Target[];
  /** Null for who may not. */
  editing: { edit: (calendar: Calendar) => void; remove: (calendar: Calendar) => void } | null;
}

/** The hours in which clocks run, and the targets that count in them: one that is used is not removed. */
export function CalendarTable({ calendars, targets, editing }: Props) {
  const users = ({ name }: Calendar) => targets.filter(({ calendar }) => calendar === name).map((one) => one.name);
  const columns: Column<Calendar>[] = [
    { key: "name", label: t("Name"), width: 140, cell: ({ name }) => <strong>{name}</strong> },
    { key: "zone", label: t("Time zone"), width: 140, cell: ({ time_zone: zone }) => zone },
    { key: "hours", label: t("Hours"), width: 260, cell: ({ hours }) => hours.map(({ weekdays, starts, ends }) => <div key={`${weekdays.join()} ${starts}`}>{dayWords(weekdays)} {starts}–{ends}</div>) },
    { key: "used", label: t("Targets that count in it"), width: 200, cell: (one) => users(one).join(", ") || <span className="dim">{t("none")}</span>, title: (one) => users(one).join("\n") },
    { key: "holidays", label: t("Holidays"), width: 220, cell: ({ holidays }) => holidays.length === 0 ? t("none") : `${formatNumber(holidays.length)}: ${holidays.slice(0, 3).map(({ date, name }) => name || date).join(", ")}`, title: ({ holidays }) => holidays.map(({ date, name }) => `${date} ${name}`).join("\n") },
    ...(editing === null ? [] : [{
      key: "actions", label: t("Actions"), width: 190,
      cell: (one: Calendar) => (
        <span style={{ display: "inline-flex", gap: 4 }}>
          <Button size="compact-xs" variant="default" aria-label={t("Edit {name}…", { name: one.name })} onClick={() => { editing.edit(one); }}>{t("Edit…")}</Button>
          {users(one).length === 0 && <Button size="compact-xs" variant="default" aria-label={t("Remove {name}", { name: one.name })} onClick={() => { editing.remove(one); }}>{t("Remove")}</Button>}
        </span>
      ),
    }]),
  ];
  return <SectionTable title={t("Calendars")} count={calendars.length} rows={calendars} rowKey={({ name }) => name} columns={columns} empty={<Empty>{t("There is none: clocks run round the clock. Add one where work is done in certain hours.")}</Empty>} />;
}
