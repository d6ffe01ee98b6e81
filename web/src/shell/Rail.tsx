import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconExternalLink, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { useLocation } from "@tanstack/react-router";

import { AppLink, useOpen } from "../components/AppLink";
import { t } from "../locales/i18n";
import type { NavEntry, Section } from "./page";
import { bySection, entriesFor } from "./pages";
import { usePermissions } from "./permissions";
import classes from "./Shell.module.css";
import { useShortcut } from "./shortcuts";

function sectionWord(section: Section): string {
  return { overview: t("Overview"), operate: t("Operate"), control: t("Control") }[section];
}

function isHere(entry: NavEntry, pathname: string): boolean {
  return entry.href === "/" ? pathname === "/" : pathname === entry.href || pathname.startsWith(`${entry.href}/`);
}

function Keyed({ entry, shortcut }: { entry: NavEntry; shortcut: string }) {
  const open = useOpen();
  useShortcut(`g ${shortcut}`, entry.label(), () => {
    if (entry.isOutside) window.location.assign(entry.href);
    else open(entry.href);
  });
  return null;
}

function Entry({ entry, pathname }: { entry: NavEntry; pathname: string }) {
  const inside = (
    <>
      <entry.icon size={17} stroke={1.6} />
      <span>{entry.label()}</span>
      {entry.key && <Keyed entry={entry} shortcut={entry.key} />}
    </>
  );
  if (entry.isOutside) {
    return (
      <a className={classes.entry} href={entry.href} title={entry.label()}>
        {inside} <IconExternalLink className={classes.outside} size={13} aria-hidden />
      </a>
    );
  }
  return (
    <AppLink
      className={classes.entry}
      href={entry.href}
      title={entry.label()}
      aria-current={isHere(entry, pathname) ? "page" : undefined}
    >
      {inside}
    </AppLink>
  );
}

/** The navigation: every page that has an entry, by section. */
export function Rail() {
  const { pathname } = useLocation();
  const entries = entriesFor(usePermissions());
  const [isFolded, setFolded] = useLocalStorage({ key: "plumbline.rail", defaultValue: false });
  const isNarrow = useMediaQuery("(max-width: 900px)");
  const isCollapsed = isFolded || isNarrow;
  return (
    <nav className={classes.rail} data-collapsed={isCollapsed || undefined} aria-label={t("Main")}>
      {bySection(entries).map(({ section, entries }) => (
        <div key={section}>
          <div className={classes.section}>{sectionWord(section)}</div>
          {entries.map((entry) => (
            <Entry key={entry.href} entry={entry} pathname={pathname} />
          ))}
        </div>
      ))}
      {!isNarrow && (
        <button
          type="button"
          className={`${classes.entry ?? ""} ${classes.collapse ?? ""}`}
          style={{ border: 0, background: "none", font: "inherit", cursor: "pointer" }}
          onClick={() => { setFolded(!isFolded); }}
          aria-expanded={!isCollapsed}
        >
          {isCollapsed ? <IconLayoutSidebarLeftExpand size={17} /> : <IconLayoutSidebarLeftCollapse size={17} />}
          <span>{isCollapsed ? t("Widen the navigation") : t("Fold the navigation")}</span>
        </button>
      )}
    </nav>
  );
}
