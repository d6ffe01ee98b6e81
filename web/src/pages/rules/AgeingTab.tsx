import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ageingRulesQuery, resetAgeingRule } from "../../api/ageing";
import type { ClassAgeing } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { AgeingDialog, DAY } from "./AgeingDialog";

function conditions(seconds: number, attempts: number): string {
  return t("{days, plural, one {# day} other {# days}} and {attempts, plural, one {# failed attempt} other {# failed attempts}}", {
    days: Math.round((100 * seconds) / DAY) / 100,
    attempts,
  });
}

interface RowProps {
  entry: ClassAgeing;
  labelOf: (ciClass: string) => string;
  edit: () => void;
  reset: () => void;
}

function AgeingRow({ entry, labelOf, edit, reset }: RowProps) {
  const isOwn = entry.of === entry.ci_class;
  return (
    <tr>
      <th scope="row">{entry.label}</th>
      <td>{conditions(entry.stale_seconds, entry.stale_attempts)}</td>
      <td>{conditions(entry.retired_seconds, entry.retired_attempts)}</td>
      <td>
        {!isOwn && <span className="dim">{t("as {name}", { name: labelOf(entry.of) })}</span>}
        {isOwn && !entry.set_by && <span className="dim">{t("as declared")}</span>}
        {isOwn && entry.set_by && (
          <>{t("set by {name}", { name: entry.set_by })} <Time at={entry.set_at} isRelative />{entry.reason && `: ${entry.reason}`}</>
        )}
      </td>
      <td>
        <span className={administration.actions}>
          {isOwn && entry.set_by && (
            <Button variant="default" size="compact-xs" onClick={reset} aria-label={t("Reset {name}", { name: entry.label })}>{t("Reset")}</Button>
          )}
          <Button variant="default" size="compact-xs" onClick={edit} aria-label={t("Change {name}", { name: entry.label })}>{t("Change")}</Button>
        </span>
      </td>
    </tr>
  );
}

function AgeingTable({ items, tell }: { items: readonly ClassAgeing[]; tell: (text: string) => void }) {
  const queries = useQueryClient();
  const [editing, setEditing] = useState<ClassAgeing | null>(null);
  const [resetting, setResetting] = useState<ClassAgeing | null>(null);
  const labels = new Map(items.map(({ ci_class, label }) => [ci_class, label]));
  const changed = (text: string) => {
    tell(text);
    void queries.invalidateQueries({ queryKey: ["ageing-rules"] });
  };
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("Class")}</th>
            <th scope="col">{t("Stale when not seen for")}</th>
            <th scope="col">{t("Retired after another")}</th>
            <th scope="col">{t("From")}</th>
            <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <AgeingRow
              key={entry.ci_class} entry={entry} labelOf={(name) => labels.get(name) ?? name}
              edit={() => { setEditing(entry); }} reset={() => { setResetting(entry); }}
            />
          ))}
        </tbody>
      </table>
      {editing && <AgeingDialog entry={editing} done={changed} close={() => { setEditing(null); }} />}
      {resetting && (
        <ConfirmDialog
          title={t("Reset {name}?", { name: resetting.label })}
          action={t("Reset")}
          run={() => resetAgeingRule(resetting.ci_class)}
          done={() => { changed(t("{name} ages as before anybody set it.", { name: resetting.label })); }}
          close={() => { setResetting(null); }}
        >
          {t("It ages again as it is declared, or as the class above it.")}
        </ConfirmDialog>
      )}
    </>
  );
}

/** When what is not seen becomes stale, and when retired, for each class. */
export function AgeingTab() {
  const rules = useQuery(ageingRulesQuery);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  return (
    <div className={administration.stack} {...keeper}>
      <p className="dim" style={{ margin: 0 }}>
        {t("Both must have passed: the time since a source last saw the CI, and the number of its attempts that failed since. What is within a CI ages with it. Nothing is deleted; what returns is the same CI. A class without a rule of its own has that of the class above it.")}
      </p>
      <ResultLine result={result} />
      <div className="panel scroll" tabIndex={0} role="group" aria-label={t("Ageing")}>
        <Loaded query={rules} what={t("The ageing rules could not be loaded.")}>
          {({ items }) => <AgeingTable items={items} tell={(text) => { tell({ state: "up", text }); }} />}
        </Loaded>
      </div>
    </div>
  );
}
