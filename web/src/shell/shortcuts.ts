/** Keyboard shortcuts: declared where they act, listed in the sheet, silent while somebody types. */
import { useEffectEvent, useLayoutEffect, useSyncExternalStore } from "react";

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

// Inputs that take no text; their own keys are the space bar, Enter and the arrows.
const KEYLESS_INPUTS = new Set(["checkbox", "radio", "button", "submit", "reset", "file", "range"]);

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !KEYLESS_INPUTS.has(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Dialogs and menus have their own keys. */
function isCovered(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"]')) return true;
  return target instanceof HTMLElement && target.closest('[role="menu"]') !== null;
}

function singleKeysAreOn(): boolean {
  return localStorage.getItem(SWITCH) !== "off";
}

/** Whether single keys act, and the switch that this browser remembers (WCAG 2.1.4). */
export function useSingleKeys(): { areOn: boolean; switchTo: (on: boolean) => void } {
  const areOn = useSyncExternalStore(subscribe, singleKeysAreOn);
  return { areOn, switchTo: switchSingleKeys };
}

function switchSingleKeys(on: boolean): void {
  localStorage.setItem(SWITCH, on ? "on" : "off");
  changed();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function runFor(keys: string, event: KeyboardEvent): boolean {
  const found = [...active].reverse().find((shortcut) => shortcut.keys === keys);
  if (!found) return false;
  event.preventDefault();
  found.run();
  return true;
}

function runSingle(event: KeyboardEvent): void {
  const before = event.timeStamp - prefixAt < SEQUENCE_MS ? prefix : "";
  prefix = "";
  if (before && runFor(`${before} ${event.key}`, event)) return;
  if (runFor(event.key, event)) return;
  prefix = event.key;
  prefixAt = event.timeStamp;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || isCovered(event.target)) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    runFor("Ctrl+K", event);
    return;
  }
  const isModified = event.ctrlKey || event.metaKey || event.altKey;
  if (!isModified && !isTyping(event.target) && singleKeysAreOn()) runSingle(event);
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
  // Before the paint: what can be seen can be pressed.
  useLayoutEffect(() => {
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
  return useSyncExternalStore(subscribe, () => snapshot);
}
