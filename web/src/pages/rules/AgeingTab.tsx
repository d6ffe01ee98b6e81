import { ageingRulesQuery, resetAgeingRule } from "../../api/ageing";
import { t } from "../../locales/i18n";
import { AgeingDialog, DAY } from "./AgeingDialog";
import { ClassRules } from "./ClassRules";

function conditions(seconds: number, attempts: number): string {
  return t("{days, plural, one {# day} other {# days}} and {attempts, plural, one {# failed attempt} other {# failed attempts}}", {
    days: Math.round((100 * seconds) / DAY) / 100,
    attempts,
  });
}

/** When what is not seen becomes stale, and when retired, for each class. */
export function AgeingTab() {
  return (
    <ClassRules
      name={t("Ageing")} query={ageingRulesQuery} failure={t("The ageing rules could not be loaded.")}
      columns={[
        { label: t("Stale when not seen for"), cell: (entry) => conditions(entry.stale_seconds, entry.stale_attempts) },
        { label: t("Retired after another"), cell: (entry) => conditions(entry.retired_seconds, entry.retired_attempts) },
      ]}
      reset={resetAgeingRule}
      resetting={{
        follows: t("It ages again as it is declared, or as the class above it."),
        done: (name) => t("{name} ages as before anybody set it.", { name }),
      }}
      dialog={(entry, done, close) => <AgeingDialog entry={entry} done={done} close={close} />}
    >
      {t("Both must have passed: the time since a source last saw the CI, and the number of its attempts that failed since. What is within a CI ages with it. Nothing is deleted; what returns is the same CI. A class without a rule of its own has that of the class above it.")}
    </ClassRules>
  );
}
