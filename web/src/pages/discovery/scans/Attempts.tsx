import type { Attempt } from "../../../api/scans";
import { Look } from "../../../components/Look";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";
import { methodWord } from "./words";

/** Every try at an address in its order, with cause and next step. */
export function Attempts({ attempts, label }: { attempts: readonly Attempt[]; label: string }) {
  return (
    <table className="plain" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t("Tried")}</th>
          <th scope="col">{t("What happened")}</th>
          <th scope="col">{t("Why, and what to do")}</th>
          <th scope="col" className="num">{t("ms")}</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt, turn) => (
          <tr key={turn}>
            <td>
              {methodWord(attempt.method)} {attempt.credential && <span className="dim">{t("with {name}", { name: attempt.credential })}</span>}
            </td>
            <td>
              <Look look={attempt.is_success ? ["up", "●", t("Worked")] : ["down", "■", t("Failed")]} /> {attempt.happened}
              {attempt.detail && <div className="mono">{attempt.detail}</div>}
            </td>
            <td>{attempt.is_success ? <span className="dim">–</span> : <>{attempt.cause} <strong>{attempt.next_step}</strong></>}</td>
            <td className="num">{formatNumber(attempt.milliseconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
