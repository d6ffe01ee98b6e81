import { useEffect, useRef } from "react";

import { announce } from "../components/announce";

const TITLE_MS = 300;

/** On another page: start at its top, say its title, and keep the keyboard in it when what had the focus is gone. */
export function useArrival(pathname: string): void {
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const page = document.getElementById("page");
    page?.scrollTo(0, 0);
    if (document.activeElement === document.body) page?.focus();
    // The page sets the document's title when its code has been loaded and it has been painted.
    const timer = setTimeout(() => {
      announce(document.title);
    }, TITLE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [pathname]);
}
