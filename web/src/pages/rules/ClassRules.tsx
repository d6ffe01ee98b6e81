import { Button } from "@mantine/core";
import { type UseQueryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";

/** What holds for a class, and whose word that is. */
interface Entry {
  ci_class: string;
  label: string;
  /** The class whose rule it is: itself, or one above it. */
  of: string;
  /** Null for what is declared. */
  set_by: string | null;
  set_at: string | null;
  reason: string | null;
}

interface Told<E extends Entry> {
  /** What the table is about. */
  name: string;
  /** What is said when it could not be loaded. */
  failure: string;
  /** What holds for a class, column by column. */
  columns: readonly { label: string; cell: (entry: E) => ReactNode }[];
  reset: (ciClass: string) => Promise<void>;
  /** What follows from a reset, and what is said after it. */
  resetting: { follows: string; done: (name: string) => string };
  /** The dialog that changes the rule of a class. */
  dialog: (entry: E, done: (text: string) => void, close: () => void) => ReactNode;
}

interface Props<E extends Entry> extends Told<E> {
  query: UseQueryOptions<{ items: E[] }, Error, { items: E[] }, string[]>;
  /** What the rules do. */
  children: ReactNode;
}

/** Rules that each class has of its own or from the class above it: seen, changed and reset. */
export function ClassRules<E extends Entry>({ query, children, ...told }: Props<E>) {
  const rules = useQuery(query);
  const queries = useQueryClient();
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const changed = (text: string) => {
    tell({ state: "up", text });
    void queries.invalidateQueries({ queryKey: query.queryKey });
  };
  return (
    <div className={administration.stack} {...keeper}>
      <p className="dim" style={{ margin: 0 }}>{children}</p>
      <ResultLine result={result} />
      <div className="panel scroll" tabIndex={0} role="group" aria-label={told.name}>
        <Loaded query={rules} what={told.failure}>
          {({ items }) => <Table items={items} changed={changed} {...told} />}
        </Loaded>
      </div>
    </div>
  );
}

type TableProps<E extends Entry> = Told<E> & { items: readonly E[]; changed: (text: string) => void };

function Table<E extends Entry>({ items, changed, columns, reset, resetting, dialog }: TableProps<E>) {
  const [edited, edit] = useState<E | null>(null);
  const [left, leave] = useState<E | null>(null);
  const labels = new Map(items.map(({ ci_class, label }) => [ci_class, label]));
  const sorted = [...items].sort((a, b) => a.label.localeCompare(b.label));
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("Class")}</th>
            {columns.map(({ label }) => <th key={label} scope="col">{label}</th>)}
            <th scope="col">{t("From")}</th>
            <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((entry) => (
            <tr key={entry.ci_class}>
              <th scope="row">{entry.label}</th>
              {columns.map(({ label, cell }) => <td key={label}>{cell(entry)}</td>)}
              <td><Origin entry={entry} of={labels.get(entry.of) ?? entry.of} /></td>
              <td><Actions entry={entry} edit={() => { edit(entry); }} reset={() => { leave(entry); }} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {edited && dialog(edited, changed, () => { edit(null); })}
      {left && (
        <ConfirmDialog
          title={t("Reset {name}?", { name: left.label })} action={t("Reset")} run={() => reset(left.ci_class)}
          done={() => { changed(resetting.done(left.label)); }} close={() => { leave(null); }}
        >
          {resetting.follows}
        </ConfirmDialog>
      )}
    </>
  );
}

/** Whether somebody set the rule of the class itself. */
function isSet({ of, ci_class, set_by }: Entry): boolean {
  return of === ci_class && set_by !== null;
}

/** Whose word the rule of a class is. */
function Origin({ entry, of }: { entry: Entry; of: string }) {
  if (entry.of !== entry.ci_class) return <span className="dim">{t("as {name}", { name: of })}</span>;
  if (entry.set_by === null) return <span className="dim">{t("as declared")}</span>;
  return <>{t("set by {name}", { name: entry.set_by })} <Time at={entry.set_at} isRelative />{entry.reason && `: ${entry.reason}`}</>;
}

function Actions({ entry, edit, reset }: { entry: Entry; edit: () => void; reset: () => void }) {
  const { label: name } = entry;
  return (
    <span className={administration.actions}>
      {isSet(entry) && <Button variant="default" size="compact-xs" onClick={reset} aria-label={t("Reset {name}", { name })}>{t("Reset")}</Button>}
      <Button variant="default" size="compact-xs" onClick={edit} aria-label={t("Change {name}", { name })}>{t("Change")}</Button>
    </span>
  );
}
