import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { endTask, type TaskOfRecord, tasksQuery, WHOSE, type Whose } from "../../api/tasks";
import { announce } from "../../components/announce";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { recordHref } from "../../components/links";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { first, oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ErrorLine } from "../administration/Result";
import { endingError } from "../records/taskWords";

const PAGE = 100;
const MOST = 500;

function whoseWord(whose: Whose): string {
  return { ours: t("Mine and my teams'"), mine: t("Mine"), team: t("My teams' with nobody named"), all: t("Everybody's") }[whose];
}

/** Open tasks of all records, the first due first; ticked where they are listed. */
export function TasksPage() {
  const [search, change] = useUrlState();
  const whose = oneOf<Whose>(search, "whose", WHOSE, "ours");
  const isOverdue = first(search, "overdue") === "1";
  const [limit, setLimit] = useState(PAGE);
  const tasks = useQuery(tasksQuery(whose, isOverdue, limit));
  const queries = useQueryClient();
  const ending = useMutation({
    mutationFn: (task: TaskOfRecord) => endTask(task.record, task, "done"),
    onSuccess: async (_, { title }) => {
      announce(t("{title} is done.", { title }));
      await queries.invalidateQueries({ queryKey: ["tasks"] });
    },
    onError: () => queries.invalidateQueries({ queryKey: ["tasks"] }),
  });
  return (
    <div className={administration.stack}>
      <title>{`${t("Tasks")} · Plumbline`}</title>
      <h1>{t("Tasks")}</h1>
      <div className={administration.filters}>
        <NativeSelect label={t("Whose")} value={whose} data={WHOSE.map((value) => ({ value, label: whoseWord(value) }))} onChange={({ currentTarget }) => { change({ whose: currentTarget.value === "ours" ? null : currentTarget.value }); }} />
        <Checkbox label={t("Overdue only")} checked={isOverdue} onChange={({ currentTarget }) => { change({ overdue: currentTarget.checked ? "1" : null }); }} />
      </div>
      <ErrorLine text={ending.error && endingError(ending.error)} />
      <Loaded query={tasks} what={t("The tasks could not be loaded.")}>
        {({ items, total }) => (
          <>
            <SectionTable title={whoseWord(whose)} count={total} rows={items} rowKey={({ record, number }) => `${record} ${String(number)}`} columns={columns((task) => { ending.mutate(task); })} empty={<Empty>{t("Nothing is to be done. Tasks are added on the page of an incident, a problem or a change.")}</Empty>} />
            {items.length < total && limit < MOST && <div><Button variant="default" onClick={() => { setLimit(MOST); }}>{t("More of them")}</Button></div>}
          </>
        )}
      </Loaded>
    </div>
  );
}

function columns(end: (task: TaskOfRecord) => void): Column<TaskOfRecord>[] {
  return [
    { key: "done", label: t("Done"), width: 60, cell: (task) => <Checkbox size="xs" aria-label={t("{title} is done", { title: task.title })} checked={false} disabled={!task.may_end} onChange={() => { end(task); }} /> },
    { key: "title", label: t("Task"), width: 260, cell: ({ title }) => <strong>{title}</strong>, title: ({ title }) => title },
    { key: "due", label: t("Due"), width: 130, cell: ({ due, is_overdue: isLate }) => <>{isLate && <Look look={["degraded", "▲", t("Overdue")]} />} {due !== null && <Time at={due} isRelative />}</> },
    { key: "who", label: t("For"), width: 110, cell: ({ assignee, team }) => assignee || team || <span className="dim">{t("nobody")}</span> },
    { key: "record", label: t("Record"), width: 110, cell: ({ record, record_type: type }) => <AppLink href={recordHref({ number: record, type })}>{record}</AppLink> },
    { key: "of", label: t("About"), width: 220, cell: ({ record_title: title }) => title, title: ({ record_title: title }) => title },
    { key: "holds", label: t("Has to be done before"), width: 110, cell: ({ holds_label: label }) => label },
  ];
}
