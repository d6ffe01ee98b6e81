import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { useReachable } from "../api/connection";
import { healthQuery } from "../api/session";
import { t } from "../locales/i18n";
import classes from "./Shell.module.css";

/** Says that the server is out of reach, asks again every few seconds, and refreshes the page when it is back. */
export function OfflineBanner() {
  const isReachable = useReachable();
  const queries = useQueryClient();
  useQuery({ ...healthQuery, enabled: !isReachable, refetchInterval: 4_000, retry: false });
  useEffect(() => {
    if (isReachable) void queries.refetchQueries({ type: "active", predicate: (query) => query.state.status === "error" });
  }, [isReachable, queries]);
  if (isReachable) return null;
  return (
    <div className={classes.offline} role="alert">
      <span className="state" data-state="degraded">▲</span>{" "}
      {t("The server cannot be reached. What you see may be old; it is tried again every few seconds.")}
    </div>
  );
}
