import { useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Outlet, type RouterHistory, useLocation, useRouter } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";

import { Problem, Unreachable } from "../api/problem";
import { meQuery } from "../api/session";
import type { Me } from "../api/types";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { Failed, Waiting } from "../components/PageState";
import { t } from "../locales/i18n";
import { useArrival } from "./arrival";
import { applyDensity, densityOf, themeOf } from "./display";
import { LiveRegion } from "./LiveRegion";
import { OfflineBanner } from "./OfflineBanner";
import { Palette } from "./Palette";
import { Rail } from "./Rail";
import { hrefOf } from "./search";
import classes from "./Shell.module.css";
import { listenForShortcuts, useShortcut } from "./shortcuts";
import { ShortcutSheet } from "./ShortcutSheet";
import { TopBar } from "./TopBar";
import { useFocusAfterWork } from "./useFocusAfterWork";

const TRY_AGAIN_MS = 4_000;

/** Everything around a page, for who is signed in; others are sent to the login page and back. */
export function Shell() {
  useFocusAfterWork();
  const me = useQuery({
    ...meQuery,
    refetchInterval: (query) => (query.state.error instanceof Unreachable ? TRY_AGAIN_MS : false),
  });
  if (me.error instanceof Problem && me.error.status === 401) return <ToLogin />;
  if (me.data) return <Frame me={me.data} />;
  return (
    <main>
      {me.error ? (
        <Failed error={me.error} what={t("The server does not answer.")} retry={() => void me.refetch()} />
      ) : (
        <Waiting />
      )}
    </main>
  );
}

/** To the login page, which leads back to the address of now. */
function ToLogin() {
  // The router's type does not say which history it has; the application makes it with the usual one.
  const history = useRouter().history as RouterHistory;
  const [next] = useState(history.location.href);
  useEffect(() => {
    history.replace(hrefOf("/login", { next }));
  }, [history, next]);
  return <Waiting />;
}

/** Use the account's theme and density when its owner arrives, and when they were changed elsewhere. */
function useAccountPreferences(me: Me): void {
  const { setColorScheme } = useMantineColorScheme();
  const { theme, density } = me.preferences;
  useEffect(() => {
    setColorScheme(themeOf(theme));
    applyDensity(densityOf(density));
  }, [theme, density, setColorScheme]);
}

function Frame({ me }: { me: Me }) {
  const [isSearching, setSearching] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const { pathname } = useLocation();
  const openPalette = () => {
    setSearching(true);
  };
  useEffect(listenForShortcuts, []);
  useArrival(pathname);
  useAccountPreferences(me);
  useShortcut("/", t("Search"), openPalette);
  useShortcut("Ctrl+K", t("Search"), openPalette);
  useShortcut("?", t("Show all shortcuts of this page"), () => {
    setSheetOpen(true);
  });
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#page">
        {t("Skip to the page")}
      </a>
      <TopBar me={me} openPalette={openPalette} openSheet={() => { setSheetOpen(true); }} />
      <Rail />
      <main id="page" className={classes.page} tabIndex={-1}>
        <OfflineBanner />
        <ErrorBoundary resetOn={pathname}>
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Palette isOpen={isSearching} close={() => { setSearching(false); }} />
      <ShortcutSheet isOpen={isSheetOpen} close={() => { setSheetOpen(false); }} />
      <LiveRegion />
    </div>
  );
}
