import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";

import type { RecordField, RecordRow } from "../../api/records";
import type { Clock } from "../../api/serviceLevels";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { recordHref } from "../../components/links";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { verdictLook } from "../changes/words";
import { ClockLook } from "./ClockLook";
import { priorityLook, stateLook } from "./words";

const SHOWN_CIS = 2;
/** Pixels of a day with a time of day, which is not broken. */
const PLANNED_WIDTH = 175;

const columns = (): Column<RecordRow>[] => [
  { key: "number", label: t("Number"), width: 110, cell: (record) => <AppLink href={recordHref(record)}>{record.number}</AppLink> },
  { key: "priority", label: t("Priority"), width: 70, cell: (record) => <Look look={priorityLook(record)} /> },
  { key: "title", label: t("Title"), width: 260, cell: ({ title }) => <strong>{title}</strong>, title: ({ title }) => title },
  { key: "state", label: t("State"), width: 110, cell: (record) => <Look look={stateLook(record)} /> },
  { key: "affects", label: t("Affects"), width: 180, cell: (record) => <Affects record={record} />, title: ({ affects }) => affects.map(({ name }) => name).join(", ") },
  { key: "who", label: t("With"), width: 110, cell: ({ assignee, team }) => assignee || team || <span className="dim">{t("nobody")}</span> },
  { key: "requester", label: t("Asked by"), width: 110, cell: ({ requester }) => requester },
  { key: "opened", label: t("Opened"), width: 110, cell: ({ opened_at }) => <Time at={opened_at} isRelative /> },
];

function Affects({ record: { affects } }: { record: RecordRow }) {
  const more = affects.length - SHOWN_CIS;
  return (
    <>
      {affects.slice(0, SHOWN_CIS).map((ci, index) => <span key={ci.named}>{index > 0 && ", "}<CILink ci={ci} /></span>)}
      {more > 0 && <span className="dim"> {t("and {count} more", { count: formatNumber(more) })}</span>}
    </>
  );
}

/** A column for each field that lists of its type show, in place of the priority, which such records do not have. */
const columnsOf = (fields: readonly RecordField[], isVoted: boolean): Column<RecordRow>[] => {
  const listed = fields.map(({ name, label, kind }): Column<RecordRow> => ({
    key: name, label, width: kind === "planned" ? PLANNED_WIDTH : 90,
    cell: (record) => (kind === "planned" ? <Time at={record.listed[name]} /> : record.listed[name]),
  }));
  const vote: Column<RecordRow> = { key: "vote", label: t("Approval"), width: 100, cell: ({ vote: verdict }) => verdict && <Look look={verdictLook(verdict)} /> };
  const [number, , title, state, ...others] = columns() as [Column<RecordRow>, Column<RecordRow>, Column<RecordRow>, Column<RecordRow>];
  return [number, title, state, ...listed, ...(isVoted ? [vote] : []), ...(others as Column<RecordRow>[])];
};

export interface Selection {
  chosen: ReadonlySet<string>;
  choose: (number: string, isChosen: boolean) => void;
}

/** A box before each record. */
const boxColumn = ({ chosen, choose }: Selection): Column<RecordRow> => ({
  key: "chosen", label: t("Selected"), width: 70,
  cell: ({ number }) => <Checkbox size="xs" aria-label={t("Select {number}", { number })} checked={chosen.has(number)} onChange={({ currentTarget }) => { choose(number, currentTarget.checked); }} />,
});

/** Behind number, priority, title and state. */
const DUE_AT = 4;

const dueColumn = (due: ReadonlyMap<string, Clock>): Column<RecordRow> => ({
  key: "due", label: t("Due"), width: 140,
  cell: ({ number }) => { const clock = due.get(number); return clock && <ClockLook clock={clock} />; },
});

interface Props {
  /** Records can be selected. */
  selection?: Selection | undefined;
  /** Fields of its type that lists show. */
  fields?: readonly RecordField[];
  /** Its type is voted on. */
  isVoted?: boolean;
  /** The clock of each that is due first, by number. */
  due?: ReadonlyMap<string, Clock> | undefined;
  title: string;
  total: number;
  records: readonly RecordRow[];
  empty: ReactNode;
}

/** Records as a table, in the order in which they were given. */
export function RecordTable({ title, total, records, empty, fields = [], isVoted = false, selection, due }: Props) {
  const known = fields.length > 0 ? columnsOf(fields, isVoted) : columns();
  const shown = due && due.size > 0 ? [...known.slice(0, DUE_AT), dueColumn(due), ...known.slice(DUE_AT)] : known;
  return <SectionTable title={title} count={total} columns={selection ? [boxColumn(selection), ...shown] : shown} rows={records} rowKey={({ number }) => number} empty={empty} />;
}
