import { Button } from "@mantine/core";
import { IconChartLine, IconTable } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";

import { formatDateTime, formatExact, formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { Waiting } from "../PageState";
import classes from "./ChartFigure.module.css";

const LineChart = lazy(async () => ({ default: (await import("./LineChart")).LineChart }));

interface Props {
  title: string;
  /** What is counted, of what and when. */
  caption: string;
  /** What one value is. */
  label: string;
  at: readonly string[];
  values: readonly number[];
}

/** A number over time as a picture with a caption, or as a table. */
export function ChartFigure({ title, caption, label, at, values }: Props) {
  const [isTable, setTable] = useState(false);
  const [pointed, setPointed] = useState<number | null>(null);
  const shown = pointed ?? values.length - 1;
  return (
    <figure className={`panel ${classes.figure ?? ""}`} aria-label={title}>
      <div className={classes.title}>
        <h2 className="grow">{title}</h2>
        {!isTable && at[shown] !== undefined && (
          <span className="dim">
            {formatDateTime(at[shown])} <strong className={classes.shown}>{formatNumber(values[shown] ?? 0)}</strong> {label}
          </span>
        )}
        <Button
          variant="subtle"
          size="compact-xs"
          h={24}
          leftSection={isTable ? <IconChartLine size={15} aria-hidden /> : <IconTable size={15} aria-hidden />}
          onClick={() => { setTable(!isTable); }}
        >
          {isTable ? t("Show as chart") : t("Show as table")}
        </Button>
      </div>
      {isTable ? (
        <Table title={title} label={label} at={at} values={values} />
      ) : (
        <Suspense fallback={<Waiting lines={5} />}>
          <LineChart at={at} values={values} point={setPointed} />
        </Suspense>
      )}
      <figcaption className="dim">{caption}</figcaption>
    </figure>
  );
}

function Table({ title, label, at, values }: Omit<Props, "caption">) {
  const rows = at.map((time, index) => [time, values[index] ?? 0] as const).reverse();
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={title}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("Time")}</th>
            <th scope="col" className="num">{label}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([time, value]) => (
            <tr key={time}>
              <td><time dateTime={time} title={formatExact(time)}>{formatDateTime(time)}</time></td>
              <td className="num">{formatNumber(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
