/** Finds every page: each file directly in pages/ exports `page`. */
import type { NavEntry, Page, Section } from "./page";

const found = import.meta.glob<Page>("../pages/*.tsx", { eager: true, import: "page" });

export const PAGES: readonly Page[] = Object.values(found);

const SECTION_ORDER: readonly Section[] = ["overview", "operate", "control"];

export interface NavSection {
  section: Section;
  entries: NavEntry[];
}

/** The entries that somebody with these permissions can use. */
export function entriesFor(permissions: readonly string[]): NavEntry[] {
  const entries = PAGES.flatMap((page) => (page.nav ? [page.nav] : []));
  return entries.filter((entry) => entry.permission === undefined || permissions.includes(entry.permission));
}

/** Entries by section, as the rail shows them; sections without an entry are left out. */
export function bySection(entries: readonly NavEntry[]): NavSection[] {
  return SECTION_ORDER.map((section) => ({
    section,
    entries: entries.filter((entry) => entry.section === section).sort((a, b) => a.order - b.order),
  })).filter((group) => group.entries.length > 0);
}
