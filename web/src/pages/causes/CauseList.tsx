import { Button } from "@mantine/core";

import type { Cause, Causes } from "../../api/causes";
import { CILink } from "../../components/CILink";
import { Look } from "../../components/Look";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { healthLook } from "../signals/words";
import classes from "./Causes.module.css";

interface Props {
  causes: Causes;
  chosen: string;
  choose: (uid: string) => void;
  /** Say that it was the cause; null for who may not. */
  mark: ((cause: Cause) => void) | null;
}

function percent(confidence: number): string {
  return `${formatNumber(Math.round(confidence * 100))} %`;
}

/** Why it has this rank: what each piece of evidence adds, in words. */
function Parts({ cause: { parts, way, together_with: others } }: { cause: Cause }) {
  return (
    <details>
      <summary>{t("Explain rank")}</summary>
      <ul className={classes.parts}>
        {parts.map(({ label, points, sentence }) => (
          <li key={label}><span className={classes.points}>{points > 0 ? "+" : "−"}{Math.abs(points).toFixed(1)}</span><span>{sentence}</span></li>
        ))}
      </ul>
      {way.length > 1 && <p className="dim">{t("Way to the symptom")}: {way.map(({ name }) => name).join(" → ")}</p>}
      {way.length === 0 && <p className="dim">{t("No relationship that is known leads from it to the symptom; one may be missing.")}</p>}
      {others.length > 0 && <p className="dim">{t("Together with")}: {others.map(({ name }) => name).join(", ")}</p>}
    </details>
  );
}

/** The ranked causes, each with its reasons. */
export function CauseList({ causes: { causes }, chosen, choose, mark }: Props) {
  return (
    <ol className={classes.causes} aria-label={t("Causes, the likeliest first")}>
      {causes.map((cause) => (
        <li key={cause.ci.uid} className={classes.cause} data-chosen={cause.ci.uid === chosen}>
          <div className="row">
            <span className={classes.rank}>{cause.rank}.</span>
            <span className="grow"><CILink ci={cause.ci} withClass /></span>
            <Look look={healthLook(cause.health)} />
            <strong title={t("Chance that it is a cause")}>{percent(cause.confidence)}</strong>
          </div>
          <div className="row">
            <span className="dim grow">{t("{signals, plural, one {# signal} other {# signals}}, {changes, plural, =0 {no change before} one {# change before} other {# changes before}}", { signals: cause.signals, changes: cause.changes })}</span>
            <Button variant="subtle" size="compact-xs" aria-pressed={cause.ci.uid === chosen} aria-label={t("Show the way of {name}", { name: cause.ci.name })} onClick={() => { choose(cause.ci.uid === chosen ? "" : cause.ci.uid); }}>{t("Show way")}</Button>
            {mark && <Button variant="default" size="compact-xs" aria-label={t("Mark {name} as cause", { name: cause.ci.name })} onClick={() => { mark(cause); }}>{t("Mark as cause…")}</Button>}
          </div>
          <Parts cause={cause} />
        </li>
      ))}
    </ol>
  );
}
