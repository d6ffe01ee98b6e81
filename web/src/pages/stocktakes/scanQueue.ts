/** Scans that wait on this device until the server has them, so that a cellar without a network loses none. */
import type { Scan } from "../../api/stocktakes";

const MOST_AT_ONCE = 200;

/** Where they are kept; localStorage, but for tests. */
export type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (number: string) => `plumbline-scans-${number}`;

export function waiting(kept: Kept, number: string): readonly Scan[] {
  try {
    const found: unknown = JSON.parse(kept.getItem(keyOf(number)) ?? "[]");
    return Array.isArray(found) ? (found as Scan[]) : [];
  } catch {
    return [];
  }
}

export function add(kept: Kept, number: string, scan: Scan): void {
  keep(kept, number, [...waiting(kept, number), scan]);
}

/** Takes away what the server has; what was scanned meanwhile stays. */
export function remove(kept: Kept, number: string, sent: readonly Pick<Scan, "uid">[]): void {
  const gone = new Set(sent.map(({ uid }) => uid));
  keep(kept, number, waiting(kept, number).filter(({ uid }) => !gone.has(uid)));
}

/** What goes with the next request. */
export function next(kept: Kept, number: string): readonly Scan[] {
  return waiting(kept, number).slice(0, MOST_AT_ONCE);
}

function keep(kept: Kept, number: string, scans: readonly Scan[]): void {
  if (scans.length === 0) kept.removeItem(keyOf(number));
  else kept.setItem(keyOf(number), JSON.stringify(scans));
}

/** A name of its own; randomUUID would ask for a secure context. */
export function newUid(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
