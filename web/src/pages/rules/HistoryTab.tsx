import { Button, NumberInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { historyRulesQuery, resetHistoryRule, setHistoryRule } from "../../api/historyRules";
import type { ClassHistory } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";

const MOST_DAYS = 36_500;

function daysWord(days: number | null): string {
  return days === null ? t("for ever") : t("{days, plural, one {# day} other {# days}}", { days });
}

interface RowProps {
  entry: ClassHistory;
  labelOf: (ciClass: string) => string;
  edit: (() => void) | null;
  reset: () => void;
}

function Row({ entry, labelOf, edit, reset }: RowProps) {
  const isOwn = entry.of === entry.ci_class;
  return (
    <tr>
      <th scope="row">{entry.label}</th>
      <td>{daysWord(entry.days)}</td>
      <td>
        {!isOwn && <span className="dim">{t("as {name}", { name: labelOf(entry.of) })}</span>}
        {isOwn && !entry.set_by && <span className="dim">{t("as declared")}</span>}
        {isOwn && entry.set_by && (
          <>{t("set by {name}", { name: entry.set_by })} <Time at={entry.set_at} isRelative />{entry.reason && `: ${entry.reason}`}</>
        )}
      </td>
      {edit && (
        <td>
          <span className={administration.actions}>
            {isOwn && entry.set_by && (
              <Button variant="default" size="compact-xs" onClick={reset} aria-label={t("Reset {name}", { name: entry.label })}>{t("Reset")}</Button>
            )}
            <Button variant="default" size="compact-xs" onClick={edit} aria-label={t("Change {name}", { name: entry.label })}>{t("Change")}</Button>
          </span>
        </td>
      )}
    </tr>
  );
}

function DaysDialog({ entry, done, close }: { entry: ClassHistory; done: (text: string) => void; close: () => void }) {
  const [days, setDays] = useState<number | string>(entry.days ?? "");
  const [reason, setReason] = useState("");
  return (
    <ConfirmDialog
      title={t("History of {name}", { name: entry.label })} action={t("Set")} close={close}
      run={() => setHistoryRule(entry.ci_class, typeof days === "number" ? days : null, reason)}
      done={() => { done(t("The history of {name} is kept as you set it.", { name: entry.label })); }}
    >
      <NumberInput
        label={t("Keep single events for so many days")} description={t("Empty: for ever")} min={1} max={MOST_DAYS} allowDecimal={false}
        value={days} onChange={setDays}
      />
      <TextInput label={t("Reason")} maxLength={500} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
    </ConfirmDialog>
  );
}

function Table({ items, tell }: { items: readonly ClassHistory[]; tell: (text: string) => void }) {
  const queries = useQueryClient();
  const mayEdit = useMay("admin");
  const [editing, setEditing] = useState<ClassHistory | null>(null);
  const [resetting, setResetting] = useState<ClassHistory | null>(null);
  const labels = new Map(items.map(({ ci_class, label }) => [ci_class, label]));
  const changed = (text: string) => {
    tell(text);
    void queries.invalidateQueries({ queryKey: historyRulesQuery.queryKey });
  };
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("Class")}</th><th scope="col">{t("Single events are kept")}</th><th scope="col">{t("From")}</th>
            {mayEdit && <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>}
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <Row
              key={entry.ci_class} entry={entry} labelOf={(name) => labels.get(name) ?? name}
              edit={mayEdit ? () => { setEditing(entry); } : null} reset={() => { setResetting(entry); }}
            />
          ))}
        </tbody>
      </table>
      {editing && <DaysDialog entry={editing} done={changed} close={() => { setEditing(null); }} />}
      {resetting && (
        <ConfirmDialog
          title={t("Reset {name}?", { name: resetting.label })} action={t("Reset")} close={() => { setResetting(null); }}
          run={() => resetHistoryRule(resetting.ci_class)}
          done={() => { changed(t("The history of {name} is kept as before anybody set it.", { name: resetting.label })); }}
        >
          {t("It is kept again as it is declared, or as that of the class above it.")}
        </ConfirmDialog>
      )}
    </>
  );
}

/** How long single events of each class are kept. */
export function HistoryTab() {
  const rules = useQuery(historyRulesQuery);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  return (
    <div className={administration.stack} {...keeper}>
      <p className="dim" style={{ margin: 0 }}>
        {t("Older events of a CI become one, once a day. The first and the last event of a CI always stay, and so does what was so at the time of a baseline. A class without days of its own has those of the class above it.")}
      </p>
      <ResultLine result={result} />
      <div className="panel scroll" tabIndex={0} role="group" aria-label={t("History")}>
        <Loaded query={rules} what={t("How long the history is kept could not be loaded.")}>
          {({ items }) => <Table items={items} tell={(text) => { tell({ state: "up", text }); }} />}
        </Loaded>
      </div>
    </div>
  );
}
