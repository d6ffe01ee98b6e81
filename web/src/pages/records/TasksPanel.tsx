import { Button, Checkbox } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import type { RecordDetail, RecordType } from "../../api/records";
import { endTask, type RecordTask, TaskChanged } from "../../api/tasks";
import { announce } from "../../components/announce";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { ErrorLine } from "../administration/Result";
import classes from "./records.module.css";
import { AddTask, TaskDialog } from "./TaskForms";
import { endingError } from "./taskWords";

interface Props {
  record: RecordDetail;
  kind: RecordType | undefined;
  changed: (record: RecordDetail) => void;
}

/** What has to be done for a record: ticked here by whom it is for, added by who works on the record. */
export function TasksPanel({ record, kind, changed }: Props) {
  const [edited, setEdited] = useState<RecordTask | null>(null);
  const ending = useMutation({
    mutationFn: ({ task, state }: Pick<RecordTask, "state"> & { task: RecordTask }) => endTask(record.number, task, state),
    onSuccess: (after, { task: { number }, state }) => {
      changed(after);
      announce(t("Task {number} is {state}.", { number, state: stateWord(state) }));
    },
    // What others made of it is shown at once, so that the next tick is one of what it is now.
    onError: (error) => { if (error instanceof TaskChanged) changed(error.record); },
  });
  const holds = kind?.held_by_tasks ?? [];
  if (holds.length === 0) return null;
  const open = record.tasks.filter(({ state }) => state === "open").length;
  return (
    <section className="panel" aria-label={t("Tasks")}>
      <h2>{t("Tasks")} <span className="dim">{t("{open} of {all} open", { open, all: record.tasks.length })}</span></h2>
      {record.tasks.length === 0 && <p className="dim">{t("Nothing has to be done for it beside itself.")}</p>}
      <ul className={classes.tasks}>
        {record.tasks.map((task) => (
          <li key={task.number}>
            <Checkbox
              label={<TaskWords task={task} />} checked={task.state === "done"} disabled={!task.may_end || task.state === "cancelled" || ending.isPending}
              onChange={({ currentTarget }) => { ending.mutate({ task, state: currentTarget.checked ? "done" : "open" }); }}
            />
            <span className={classes.head}>
              {record.may_plan && <Button size="compact-xs" variant="default" aria-label={t("Edit task {number}", { number: task.number })} onClick={() => { setEdited(task); }}>{t("Edit…")}</Button>}
              {task.may_end && task.state !== "done" && (
                <Button
                  size="compact-xs" variant="default" aria-label={task.state === "open" ? t("Cancel task {number}", { number: task.number }) : t("Reopen task {number}", { number: task.number })}
                  onClick={() => { ending.mutate({ task, state: task.state === "open" ? "cancelled" : "open" }); }}
                >
                  {task.state === "open" ? t("Not needed") : t("Reopen")}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <ErrorLine text={ending.error && endingError(ending.error)} />
      {record.may_plan && <AddTask record={record} holds={holds} changed={changed} />}
      {edited && <TaskDialog record={record} task={edited} holds={holds} close={() => { setEdited(null); }} changed={(after) => { setEdited(null); changed(after); }} />}
    </section>
  );
}

function stateWord(state: RecordTask["state"]): string {
  return { open: t("open"), done: t("done"), cancelled: t("cancelled") }[state];
}

function TaskWords({ task }: { task: RecordTask }) {
  const { number, title, state, assignee, team, due, is_overdue: isOverdue, holds_label: holds, note, ended_by: by, ended_at: at } = task;
  return (
    <>
      {state === "cancelled" ? <s>{number}. {title}</s> : <span>{number}. {title}</span>}{" "}
      {state === "open" && holds !== "" && <span className="badge">{t("before: {way}", { way: holds })}</span>}{" "}
      {isOverdue && <span className="state" data-state="degraded">▲ {t("overdue")}</span>}{" "}
      <span className="dim">
        {assignee || team || t("for nobody yet")}
        {state === "open" && due !== null && <> · {t("due")} <Time at={due} /></>}
        {state !== "open" && <> · {t("{state} by {by}", { state: stateWord(state), by })} <Time at={at} isRelative /></>}
        {note !== "" && <> · {note}</>}
      </span>
    </>
  );
}
