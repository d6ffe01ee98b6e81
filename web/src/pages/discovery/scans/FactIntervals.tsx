import { NumberInput } from "@mantine/core";

import { t } from "../../../locales/i18n";
import classes from "../../administration/administration.module.css";
import { FACT_KINDS, factWord } from "./words";

interface Props {
  intervals: Record<string, number>;
  change: (intervals: Record<string, number>) => void;
}

/** After how long each kind of facts is read again by a scan that runs by itself. */
export function FactIntervals({ intervals, change }: Props) {
  const set = (kind: string, hours: number) => {
    const others = Object.entries(intervals).filter(([name]) => name !== kind);
    change(Object.fromEntries(hours > 0 ? [...others, [kind, hours]] : others));
  };
  return (
    <details>
      <summary>{t("What is read less often")}</summary>
      <div className={classes.form}>
        <div className="dim">{t("Hours between two readings; empty: each time. What a device is, is read each time.")}</div>
        {FACT_KINDS.map((kind) => (
          <NumberInput
            key={kind} size="xs" label={factWord(kind)} hideControls min={0} max={8760} allowDecimal={false}
            value={intervals[kind] ?? ""} onChange={(value) => { set(kind, Number(value)); }}
          />
        ))}
      </div>
    </details>
  );
}
