import { useEffect } from "react";

/** Gives the focus back to what browsers take it from because it is disabled while it works. */
export function useFocusAfterWork() {
  useEffect(() => {
    let last: EventTarget | null = null;
    const remember = ({ target }: FocusEvent) => { last = target; };
    const observer = new MutationObserver((changes) => {
      const isOver = last instanceof HTMLElement && !last.matches(":disabled") && changes.some(({ target }) => target === last);
      if (isOver && document.activeElement === document.body) (last as HTMLElement).focus({ preventScroll: true });
    });
    document.addEventListener("focusin", remember);
    observer.observe(document.body, { subtree: true, attributeFilter: ["disabled"] });
    return () => {
      document.removeEventListener("focusin", remember);
      observer.disconnect();
    };
  }, []);
}
