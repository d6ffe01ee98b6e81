/** Whether the server answered last time; components follow it through `useReachable`. */
import { useSyncExternalStore } from "react";

let isReachable = true;
const listeners = new Set<() => void>();

export function reportReachable(now: boolean): void {
  if (now === isReachable) return;
  isReachable = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useReachable(): boolean {
  return useSyncExternalStore(subscribe, () => isReachable);
}
