import { type ReactNode, useState } from "react";

import type { Bar } from "../api/types";
import { formatNumber, formatShare } from "../locales/format";
import { t } from "../locales/i18n";
import { AppLink } from "./AppLink";
import classes from "./Bars.module.css";

const AT_FIRST = 12;

interface Props {
  title: string;
  bars: readonly Bar[];
  /** The list behind a bar. */
  href: (bar: Bar) => string;
  /** How a bar is called, where its label is not enough. */
  name?: (bar: Bar) => ReactNode;
}

/** A distribution as bars; each leads to the list behind it. It is a list with numbers, so it needs no other form. */
export function Bars({ title, bars, href, name }: Props) {
  const [isComplete, setComplete] = useState(false);
  const shown = isComplete ? bars : bars.slice(0, AT_FIRST);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const all = Math.max(1, bars.reduce((sum, { count }) => sum + count, 0));
  return (
    <section className="panel">
      <h2>{title}</h2>
      <ul className={classes.bars}>
        {shown.map((bar) => (
          <li key={bar.value}>
            <AppLink className={classes.bar} href={href(bar)} title={t("{share} of all", { share: formatShare(bar.count / all) })}>
              <span className="cut">{name?.(bar) ?? bar.label}</span>
              <span className={classes.track} aria-hidden>
                <span className={classes.fill} style={{ width: `${(100 * bar.count) / most}%` }} />
              </span>
              <span className="num">{formatNumber(bar.count)}</span>
            </AppLink>
          </li>
        ))}
      </ul>
      {shown.length < bars.length && (
        <button type="button" className={classes.more} onClick={() => { setComplete(true); }}>
          {t("Show all {count}", { count: bars.length })}
        </button>
      )}
    </section>
  );
}
