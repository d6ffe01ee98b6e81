import { type FocusEvent, useEffect, useRef, useState } from "react";

import { announce } from "../../components/announce";
import { STATE_GLYPH } from "../../locales/labels";
import classes from "./administration.module.css";

/** How an action went: good, partly, not at all. */
export interface Result {
  state: "up" | "degraded" | "down";
  text: string;
}

/** The result of the last action; giving one says it to people who listen to the screen too. */
export function useResult(): [Result | null, (result: Result) => void] {
  const [result, setResult] = useState<Result | null>(null);
  const give = (next: Result) => {
    setResult(next);
    announce(next.text);
  };
  return [result, give];
}

export function ResultLine({ result }: { result: Result | null }) {
  if (!result) return null;
  return (
    <p className={classes.result} tabIndex={-1} data-result>
      <span className={`state ${classes.word ?? ""}`} data-state={result.state}>
        <span aria-hidden="true">{STATE_GLYPH[result.state]}</span> {result.text}
      </span>
    </p>
  );
}

/**
 * Keeps the keyboard where it was: when what had the focus is gone after an action, the line with its result gets it.
 * The answer belongs to the element around the list and the line.
 */
export function useFocusKeeper() {
  const container = useRef<HTMLDivElement>(null);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const isLost = last.current !== null && !last.current.isConnected && document.activeElement === document.body;
    if (isLost) container.current?.querySelector<HTMLElement>("[data-result]")?.focus();
  });
  const onFocus = (event: FocusEvent) => {
    last.current = event.target;
  };
  return { ref: container, onFocus };
}

/** What went wrong, beside the form or dialog that asked for it. */
export function ErrorLine({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p className={`state ${classes.wrap ?? ""}`} data-state="down" role="alert" style={{ margin: 0 }}>
      <span aria-hidden="true">■</span> {text}
    </p>
  );
}
