import { Button, Skeleton } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Problem } from "../api/problem";
import { formatDateTime } from "../locales/format";
import { t } from "../locales/i18n";
import classes from "./PageState.module.css";

/** Grey bars of the size of what is coming; shown only after 200 ms. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  return (
    <div className={classes.late} role="status" aria-label={t("Loading")}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={18} mb={12} width={`${100 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  );
}

interface FailedProps {
  error: Error;
  what: string;
  retry: () => void;
}

/** What failed, why, and the way to try again. */
export function Failed({ error, what, retry }: FailedProps) {
  const requestId = error instanceof Problem ? error.requestId : null;
  return (
    <div className={classes.box} role="alert">
      <h2>{what}</h2>
      <p>{error.message}</p>
      {requestId && (
        <p className="dim">
          {t("Request")} <code>{requestId}</code>
        </p>
      )}
      <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={retry}>
        {t("Try again")}
      </Button>
    </div>
  );
}

interface EmptyProps {
  children: ReactNode;
  action?: ReactNode;
}

/** One sentence why there is nothing, and one thing to do about it. */
export function Empty({ children, action }: EmptyProps) {
  return (
    <div className={classes.box}>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Says that what is shown is old, because fetching it again failed. */
function Old({ query }: { query: UseQueryResult }) {
  const since = new Date(query.dataUpdatedAt).toISOString();
  return (
    <div className="panel row" role="alert" style={{ paddingBlock: 4 }}>
      <span className="state" data-state="degraded">
        <span aria-hidden="true">▲</span> {t("Not refreshed")}
      </span>
      <span className="grow">
        {t("What you see is from {time}.", { time: formatDateTime(since) })} <span className="dim">{query.error?.message}</span>
      </span>
      <Button variant="default" onClick={() => void query.refetch()}>{t("Try again")}</Button>
    </div>
  );
}

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** The sentence for the case of failure: "The CI could not be loaded." */
  what: string;
  lines?: number;
  /** What to show meanwhile, where plain lines would not have the size of what is coming. */
  waiting?: ReactNode;
  children: (value: T) => ReactNode;
}

/** Shows a query in each of its states; what was shown stays while it is fetched again. */
export function Loaded<T>({ query, what, lines = 6, waiting, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <Old query={query} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error) return <Failed error={query.error} what={what} retry={() => void query.refetch()} />;
  return waiting ?? <Waiting lines={lines} />;
}
