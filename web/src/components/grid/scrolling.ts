import { useThrottledCallback } from "@mantine/hooks";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";

import type { Blocks, Seen } from "../../api/blocks";

export const HEAD_PIXELS = 32;
const SEE_EVERY_MS = 100;

interface Options<Row> {
  scroller: RefObject<HTMLElement | null>;
  blocks: Blocks<Row>;
  pixels: number;
  active: number;
}

/** Which rows of a grid are drawn, and scrolling to one. The rows in view are fetched. */
export function useScrolling<Row>({ scroller, blocks, pixels, active }: Options<Row>) {
  const total = blocks.total ?? 0;
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used in this render only
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => pixels,
    overscan: 10,
    scrollMargin: HEAD_PIXELS,
    scrollPaddingStart: HEAD_PIXELS,
    // The active row is drawn even out of view, because assistive technology is told of it by its id.
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      return drawn.includes(active) || active >= total ? drawn : [...drawn, active].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    rows.measure();
  }, [rows, pixels]);
  useSeen(blocks, { first: rows.range?.startIndex ?? 0, last: rows.range?.endIndex ?? 0, active });
  useStart(rows.scrollToIndex, blocks, active);
  return {
    items: rows.getVirtualItems(),
    height: rows.getTotalSize(),
    scrollToIndex: (index: number) => { rows.scrollToIndex(index); },
    scrollToOffset: (offset: number) => { rows.scrollToOffset(offset); },
    page: () => Math.floor(((rows.scrollRect?.height ?? 0) - HEAD_PIXELS) / pixels),
  };
}

/** Tells the list which rows are in view; now and then only, while they rush past. */
function useSeen<Row>({ see }: Blocks<Row>, { first, last, active }: Seen): void {
  const tell = useThrottledCallback(see, SEE_EVERY_MS);
  useEffect(() => {
    tell(first, last, active);
  }, [tell, first, last, active]);
}

/** Starts each list at its active row, once there are rows. */
function useStart(scrollToIndex: (index: number) => void, { question, total = 0 }: Blocks<unknown>, active: number): void {
  const started = useRef("");
  useEffect(() => {
    if (total === 0 || started.current === question) return;
    started.current = question;
    scrollToIndex(active);
  }, [scrollToIndex, question, total, active]);
}
