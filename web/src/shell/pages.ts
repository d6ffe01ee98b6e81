/** Finds every page: each file directly in pages/ exports `page`. */
import type { NavEntry, Page, Section } from "./page";

const found = import.meta.glob<Page>("../pages/*.tsx", { eager: true, import: "page" });

export const PAGES: readonly Page[] = Object.values(found);

const SECTION_ORDER: readonly Section[] = ["overview", "operate", "control"];

export interface NavSection {
  section: Section;
  entries: NavEntry[];
}

/** The navigation entries by section; sections without a page are left out. */
export function navigation(pages: readonly Page[]): NavSection[] {
  const entries = pages.flatMap((page) => (page.nav ? [page.nav] : []));
  return SECTION_ORDER.map((section) => ({
    section,
    entries: entries.filter((entry) => entry.section === section).sort((a, b) => a.order - b.order),
  })).filter((group) => group.entries.length > 0);
}
