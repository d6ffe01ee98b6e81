/** Theme and density. The account keeps them, so that they follow the user; the browser's copy is for the first paint. */
import { useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import { meQuery, savePreferences } from "../api/session";
import type { Me } from "../api/types";
import { t } from "../locales/i18n";

type Preferences = Me["preferences"];

export const THEMES = ["auto", "light", "dark"] as const;
export const DENSITIES = ["compact", "normal", "comfortable"] as const;
export type Theme = (typeof THEMES)[number];
export type Density = (typeof DENSITIES)[number];

const ROW_PIXELS: Record<Density, number> = { compact: 26, normal: 30, comfortable: 38 };
const KEY = "plumbline.density";
const listeners = new Set<() => void>();

export function themeWord(theme: Theme): string {
  return { auto: t("As the system"), light: t("Light"), dark: t("Dark") }[theme];
}

export function densityWord(density: Density): string {
  return { compact: t("Compact rows"), normal: t("Normal rows"), comfortable: t("Comfortable rows") }[density];
}

export function themeOf(word: string | null | undefined): Theme {
  return THEMES.find((theme) => theme === word) ?? "auto";
}

export function densityOf(word: string | null | undefined): Density {
  return DENSITIES.find((density) => density === word) ?? "normal";
}

function currentDensity(): Density {
  return densityOf(localStorage.getItem(KEY));
}

/** Use the density that this browser used last. */
export function restoreDensity(): void {
  applyDensity(currentDensity());
}

/** Use a density now; saving it to the account is the caller's business. */
export function applyDensity(density: Density): void {
  localStorage.setItem(KEY, density);
  document.documentElement.dataset.density = density;
  for (const listener of listeners) listener();
}

/** Puts choices into the account; what is on the screen has changed already. */
function useSave(): (chosen: Preferences) => void {
  const queries = useQueryClient();
  return (chosen) => {
    queries.setQueryData(meQuery.queryKey, (me) => me && { ...me, preferences: { ...me.preferences, ...chosen } });
    savePreferences(chosen).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      notifications.show({ message: t("Used here, but not saved to your account: {reason}", { reason }), color: "orange" });
    });
  };
}

export function useDensity(): { density: Density; rowPixels: number; setDensity: (density: Density) => void } {
  const save = useSave();
  const density = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentDensity);
  const setDensity = (wanted: Density) => {
    applyDensity(wanted);
    save({ density: wanted });
  };
  return { density, rowPixels: ROW_PIXELS[density], setDensity };
}

export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const save = useSave();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const setTheme = (wanted: Theme) => {
    setColorScheme(wanted);
    save({ theme: wanted });
  };
  return { theme: themeOf(colorScheme), setTheme };
}
