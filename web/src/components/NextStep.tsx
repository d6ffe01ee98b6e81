import type { AgeingStep } from "../api/types";
import { t } from "../locales/i18n";
import { statusWord } from "../locales/labels";
import { Time } from "./Time";

/** What becomes of a source's word if it stays silent, and when. */
export function NextStep({ step }: { step: AgeingStep | null }) {
  if (!step) return <span className="dim">–</span>;
  return (
    <>
      {t("{status} from", { status: statusWord(step.status) })} <Time at={step.not_before} />
      {step.attempts_left > 0 && (
        <div className="dim">
          {t("and after {count, plural, one {# more failed attempt} other {# more failed attempts}}", { count: step.attempts_left })}
        </div>
      )}
    </>
  );
}
