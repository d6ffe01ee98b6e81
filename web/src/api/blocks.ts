/** Long lists, fetched in blocks as they come into view. */
import { hashKey, type QueryKey, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";

export const BLOCK = 100;
const FRESH_MS = 15_000;

export interface Block<Row> {
  total: number;
  items: readonly Row[];
}

/** A list of the server: what it is called in the cache, and how to get a part of it. */
export interface BlockSource<Row> {
  key: QueryKey;
  load: (offset: number, limit: number, signal: AbortSignal) => Promise<Block<Row>>;
}

export interface Blocks<Row> {
  /** Another value means another list. */
  question: string;
  /** How many rows the list has; undefined until that is known. */
  total: number | undefined;
  /** The row at an index, undefined while it is on its way. */
  at: (index: number) => Row | undefined;
  /** Say which rows are in view, and which one is active wherever it is, so that they are fetched. */
  see: (first: number, last: number, active: number) => void;
  /** What is shown answers the question before this one. */
  isOld: boolean;
  error: Error | null;
  retry: () => void;
}

function blockQuery<Row>({ key, load }: BlockSource<Row>, offset: number) {
  return {
    queryKey: [...key, offset],
    // Blocks that rushed past are given up, so that the one in view does not wait behind them.
    queryFn: ({ signal }: { signal: AbortSignal }) => load(offset, BLOCK, signal),
    staleTime: FRESH_MS,
  };
}

export interface Seen {
  first: number;
  last: number;
  active: number;
}

function blockOf(index: number): number {
  return Math.floor(Math.max(0, index) / BLOCK) * BLOCK;
}

/** The offsets of the blocks that hold these rows of a list. */
export function offsetsOf({ first, last, active }: Seen, total: number): number[] {
  const end = Math.min(last, total - 1);
  const offsets = new Set([blockOf(Math.min(active, total - 1))]);
  for (let offset = blockOf(Math.min(first, end)); offset <= Math.max(0, end); offset += BLOCK) offsets.add(offset);
  return [...offsets].sort((a, b) => a - b);
}

/** The source whose rows are shown: the old one, until the first rows of the new one are there. */
function useShown<Row>(source: BlockSource<Row>, isThere: boolean): BlockSource<Row> {
  const [shown, setShown] = useState(source);
  if (hashKey(shown.key) === hashKey(source.key)) return shown;
  if (isThere) setShown(source);
  return isThere ? source : shown;
}

/** A list in blocks. When the question changes, the old rows stay until the first new ones are there. */
export function useBlocks<Row>(source: BlockSource<Row>): Blocks<Row> {
  const [seen, setSeen] = useState<Seen>({ first: 0, last: 0, active: 0 });
  const head = useQuery(blockQuery(source, 0));
  const shown = useShown(source, head.data !== undefined);
  const offsets = offsetsOf(seen, head.data?.total ?? Infinity);
  const results = useQueries({ queries: offsets.map((offset) => blockQuery(shown, offset)) });
  const at = (index: number) => {
    const block = results[offsets.indexOf(blockOf(index))];
    return block?.data?.items[index % BLOCK];
  };
  const see = useCallback((first: number, last: number, active: number) => { setSeen({ first, last, active }); }, []);
  const all = [head, ...results];
  const retry = () => {
    for (const result of all) if (result.error) void result.refetch();
  };
  const question = hashKey(shown.key);
  return {
    question,
    total: all.find((result) => result.data !== undefined)?.data.total,
    at,
    see,
    isOld: question !== hashKey(source.key),
    error: all.find((result) => result.error !== null)?.error ?? null,
    retry,
  };
}

/** Rows that are all at hand, in the form of a list in blocks. */
export function blocksOf<Row>(question: string, rows: readonly Row[], isOld = false): Blocks<Row> {
  return { question, total: rows.length, at: (index) => rows[index], see: nothing, isOld, error: null, retry: nothing };
}

function nothing(): void {
  // There is nothing to fetch.
}
