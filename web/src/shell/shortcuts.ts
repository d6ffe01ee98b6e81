/** Keyboard shortcuts: declared where they act, listed in the sheet, silent while somebody types. */
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

export interface Shortcut {
  /** A key as KeyboardEvent says it, `Ctrl+K`, or two keys in a row as `g d`. */
  keys: string;
  label: string;
}

interface Active extends Shortcut {
  run: () => void;
}

const SWITCH = "plumbline.shortcuts";
const SEQUENCE_MS = 1200;
const active = new Set<Active>();
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];
let prefix = "";
let prefixAt = 0;

function changed(): void {
  snapshot = [...active];
  for (const listener of listeners) listener();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function singleKeysAreOn(): boolean {
  return localStorage.getItem(SWITCH) !== "off";
}

export function switchSingleKeys(on: boolean): void {
  localStorage.setItem(SWITCH, on ? "on" : "off");
  changed();
}

function runFor(keys: string, event: KeyboardEvent): boolean {
  const found = [...active].reverse().find((shortcut) => shortcut.keys === keys);
  if (!found) return false;
  event.preventDefault();
  found.run();
  return true;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    runFor("Ctrl+K", event);
    return;
  }
  const isModified = event.ctrlKey || event.metaKey || event.altKey;
  if (isModified || isTyping(event.target) || !singleKeysAreOn()) return;
  if (document.querySelector('[role="dialog"]')) return;
  const before = event.timeStamp - prefixAt < SEQUENCE_MS ? prefix : "";
  prefix = "";
  if (before && runFor(`${before} ${event.key}`, event)) return;
  if (runFor(event.key, event)) return;
  prefix = event.key;
  prefixAt = event.timeStamp;
}

export function listenForShortcuts(): () => void {
  window.addEventListener("keydown", onKeyDown);
  return () => {
    window.removeEventListener("keydown", onKeyDown);
  };
}

/** Have `run` called while the component is shown. */
export function useShortcut(keys: string, label: string, run: () => void): void {
  const latest = useEffectEvent(run);
  useEffect(() => {
    const entry: Active = {
      keys,
      label,
      run: () => {
        latest();
      },
    };
    active.add(entry);
    changed();
    return () => {
      active.delete(entry);
      changed();
    };
  }, [keys, label]);
}

/** The shortcuts of what is on the screen now. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}
