import { NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";

import { historyRulesQuery, resetHistoryRule, setHistoryRule } from "../../api/historyRules";
import type { ClassHistory } from "../../api/types";
import { t } from "../../locales/i18n";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ClassRules } from "./ClassRules";

const MOST_DAYS = 36_500;

function daysWord(days: number | null): string {
  return days === null ? t("for ever") : t("{days, plural, one {# day} other {# days}}", { days });
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

/** How long single events of each class are kept. */
export function HistoryTab() {
  return (
    <ClassRules
      name={t("History")} query={historyRulesQuery} failure={t("How long the history is kept could not be loaded.")}
      columns={[{ label: t("Single events are kept"), cell: ({ days }) => daysWord(days) }]}
      reset={resetHistoryRule}
      resetting={{
        follows: t("It is kept again as it is declared, or as that of the class above it."),
        done: (name) => t("The history of {name} is kept as before anybody set it.", { name }),
      }}
      dialog={(entry, done, close) => <DaysDialog entry={entry} done={done} close={close} />}
    >
      {t("Older events of a CI become one, once a day. The first and the last event of a CI always stay, and so does what was so at the time of a baseline. A class without days of its own has those of the class above it.")}
    </ClassRules>
  );
}
