import "uplot/dist/uPlot.min.css";

import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useEffectEvent, useRef } from "react";
import uPlot from "uplot";

import { formatDay, formatNumber } from "../../locales/format";
import { DARK, LIGHT, type Tokens } from "../../theme/tokens";

interface Props {
  /** Instants as RFC 3339. */
  at: readonly string[];
  values: readonly number[];
  /** Told the index of the value under the pointer, null when it is nowhere. */
  point: (index: number | null) => void;
  height?: number;
}

const FONT = "12px 'Inter Variable', system-ui, sans-serif";
const ROOM_FOR_NUMBERS = 64;

function axis({ dim, border }: Tokens): uPlot.Axis {
  const grid = { stroke: border, width: 1 };
  return { stroke: dim, font: FONT, grid, ticks: { ...grid, size: 4 } };
}

function aroundValues(_: uPlot, least: number, most: number): uPlot.Range.MinMax {
  const room = (most - least) * 0.1;
  return [Math.max(0, Math.floor(least - room)), Math.max(most + room, 1)];
}

function optionsFor(tokens: Tokens, size: { width: number; height: number }, point: Props["point"]): uPlot.Options {
  const numbers = (_: uPlot, splits: number[]) => splits.map((split) => (Number.isInteger(split) ? formatNumber(split) : ""));
  const days = (_: uPlot, splits: number[]) => splits.map((second) => formatDay(second * 1000));
  return {
    ...size,
    padding: [8, 12, 0, 0],
    cursor: { y: false, points: { size: 7 } },
    legend: { show: false },
    scales: { y: { range: aroundValues } },
    series: [{}, { stroke: tokens.bar, width: 2, fill: `${tokens.bar}22`, points: { show: false } }],
    axes: [
      { ...axis(tokens), values: days },
      { ...axis(tokens), values: numbers, size: ROOM_FOR_NUMBERS },
    ],
    hooks: { setCursor: [(plot) => { point(plot.cursor.idx ?? null); }] },
  };
}

/** One number over time. */
export function LineChart({ at, values, point, height = 190 }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const tokens = useComputedColorScheme("light") === "dark" ? DARK : LIGHT;
  const tell = useEffectEvent(point);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const seconds = at.map((time) => new Date(time).valueOf() / 1000);
    const size = () => ({ width: Math.max(120, element.clientWidth), height });
    const options = optionsFor(tokens, size(), (index) => { tell(index); });
    const plot = new uPlot(options, [seconds, [...values]], element);
    const observer = new ResizeObserver(() => { plot.setSize(size()); });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [at, values, height, tokens]);
  return <div ref={place} aria-hidden />;
}
