import type { Clock } from "../../api/serviceLevels";
import { Look } from "../../components/Look";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";

type LookOf = readonly [state: string, glyph: string, word: string];

export function clockLook(state: Clock["state"]): LookOf {
  const looks: Record<Clock["state"], LookOf> = {
    breached: ["down", "■", t("Breached")], missed: ["down", "■", t("Missed")], due_soon: ["degraded", "▲", t("At risk")],
    running: ["source", "◎", t("Runs")], paused: ["unknown", "○", t("Stands")], met: ["up", "●", t("Met")],
  };
  return looks[state];
}

/** How a clock stands, and when it is due. */
export function ClockLook({ clock }: { clock: Clock }) {
  return <><Look look={clockLook(clock.state)} /> {clock.due_at !== null && clock.ended_at === null && <Time at={clock.due_at} isRelative />}</>;
}
