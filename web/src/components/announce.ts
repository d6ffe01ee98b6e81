/** What is said to people who listen to the screen. */
import { useSyncExternalStore } from "react";

let text = "";
const listeners = new Set<() => void>();

export function announce(message: string): void {
  text = message;
  for (const listener of listeners) listener();
}

export function useAnnouncement(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => text,
  );
}
