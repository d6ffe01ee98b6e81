import "uplot/dist/uPlot.min.css";

import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";

import { formatDateTime, formatNumber } from "../../locales/format";
import { DARK, LIGHT, type Tokens } from "../../theme/tokens";

interface Props {
  /** Instants as RFC 3339. */
  at: readonly string[];
  values: readonly number[];
  label: string;
  height?: number;
}

const FONT = "12px 'Inter Variable', system-ui, sans-serif";
const ROOM_FOR_NUMBERS = 64;

function axis({ dim, border }: Tokens): uPlot.Axis {
  const grid = { stroke: border, width: 1 };
  return { stroke: dim, font: FONT, grid, ticks: { ...grid, size: 4 } };
}

function optionsFor(tokens: Tokens, label: string, size: { width: number; height: number }): uPlot.Options {
  return {
    ...size,
    cursor: { y: false, points: { size: 7 } },
    legend: { live: true },
    scales: { y: { range: (_, least, most) => [Math.max(0, Math.floor(least - (most - least) * 0.1)), Math.max(most * 1.05, 1)] } },
    series: [
      { value: (_, second: number | null) => (second === null ? "–" : formatDateTime(new Date(second * 1000).toISOString())) },
      {
        label,
        stroke: tokens.bar,
        width: 2,
        fill: `${tokens.bar}22`,
        points: { show: false },
        value: (_, value: number | null) => (value === null ? "–" : formatNumber(value)),
      },
    ],
    axes: [
      axis(tokens),
      { ...axis(tokens), size: ROOM_FOR_NUMBERS, values: (_, splits) => splits.map((split) => (Number.isInteger(split) ? formatNumber(split) : "")) },
    ],
  };
}

/** One number over time. */
export function LineChart({ at, values, label, height = 190 }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const tokens = useComputedColorScheme("light") === "dark" ? DARK : LIGHT;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const seconds = at.map((time) => new Date(time).valueOf() / 1000);
    const size = () => ({ width: Math.max(120, element.clientWidth), height });
    const plot = new uPlot(optionsFor(tokens, label, size()), [seconds, [...values]], element);
    const observer = new ResizeObserver(() => { plot.setSize(size()); });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [at, values, label, height, tokens]);
  return <div ref={place} aria-hidden />;
}
