/** Theme and density: kept in the browser and in the account, so that they follow the user. */
import { useMantineColorScheme } from "@mantine/core";
import { useSyncExternalStore } from "react";

import { savePreferences } from "../api/session";

export const THEMES = ["auto", "light", "dark"] as const;
export const DENSITIES = ["compact", "normal", "roomy"] as const;
export type Theme = (typeof THEMES)[number];
export type Density = (typeof DENSITIES)[number];

const ROW_PIXELS: Record<Density, number> = { compact: 26, normal: 30, roomy: 38 };
const KEY = "plumbline.density";
const listeners = new Set<() => void>();

function wordOf<T extends string>(value: string | null | undefined, allowed: readonly T[], fallback: T): T {
  return allowed.find((word) => word === value) ?? fallback;
}

function currentDensity(): Density {
  return wordOf(localStorage.getItem(KEY), DENSITIES, "normal");
}

/** Use a density now; saving it to the account is the caller's business. */
export function applyDensity(density: string | null | undefined): void {
  if (density) localStorage.setItem(KEY, wordOf(density, DENSITIES, "normal"));
  document.documentElement.dataset.density = currentDensity();
  for (const listener of listeners) listener();
}

export function useDensity(): { density: Density; rowPixels: number; setDensity: (density: Density) => void } {
  const density = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentDensity);
  const setDensity = (wanted: Density) => {
    applyDensity(wanted);
    void savePreferences({ density: wanted }).catch(keptInBrowserOnly);
  };
  return { density, rowPixels: ROW_PIXELS[density], setDensity };
}

export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const setTheme = (wanted: Theme) => {
    setColorScheme(wanted);
    void savePreferences({ theme: wanted }).catch(keptInBrowserOnly);
  };
  return { theme: wordOf(colorScheme, THEMES, "auto"), setTheme };
}

function keptInBrowserOnly(error: unknown): void {
  console.warn("preference_not_saved", error);
}
