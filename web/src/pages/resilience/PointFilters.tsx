import { Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { servicesQuery } from "../../api/services";
import { type AskedPoints, pointsExport } from "../../api/singlePoints";
import { fromField, toField, useSituation } from "../../components/instants";
import { t } from "../../locales/i18n";
import { first, oneOf, useUrlState } from "../../shell/search";
import classes from "../administration/administration.module.css";

export const PAGE_ROWS = 50;

/** What the URL asks for. */
export function useAskedPoints(): AskedPoints {
  const [search] = useUrlState();
  const situation = useSituation();
  return {
    ...situation,
    level: oneOf(search, "level", ["down", "degraded"], "down"),
    service: first(search, "service"),
    query: first(search, "query"),
    compare_with: first(search, "since"),
    with_accepted: first(search, "accepted") === "1",
    offset: Math.max(Number.parseInt(first(search, "offset") || "0", 10) || 0, 0),
    limit: PAGE_ROWS,
  };
}

/** Which single points are shown, and compared with which time. */
export function PointFilters({ asked }: { asked: AskedPoints }) {
  const [, change] = useUrlState();
  const services = useQuery(servicesQuery);
  const [query, setQuery] = useState(asked.query);
  const choices = (services.data?.items ?? []).map(({ uid, name }) => ({ value: uid, label: name || uid }));
  const set = (patch: Record<string, string | null>) => { change({ ...patch, offset: null }); };
  return (
    <form className={classes.filters} aria-label={t("Filters")} onSubmit={(event) => { event.preventDefault(); set({ query }); }}>
      <NativeSelect
        label={t("Service")} value={asked.service} data={[{ value: "", label: t("All") }, ...choices]}
        onChange={(event) => { set({ service: event.currentTarget.value }); }}
      />
      <NativeSelect
        label={t("Takes others")} value={asked.level} data={[{ value: "down", label: t("down") }, { value: "degraded", label: t("down or degraded") }]}
        onChange={(event) => { set({ level: event.currentTarget.value === "down" ? null : "degraded" }); }}
      />
      <TextInput
        label={t("Which CIs (filter language)")} placeholder='server and site = "Oslo"' value={query} onChange={(event) => { setQuery(event.currentTarget.value); }}
        onBlur={() => { if (query !== asked.query) set({ query }); }}
      />
      <TextInput
        type="datetime-local" label={t("Compared with")} value={toField(asked.compare_with)} max={toField(new Date().toISOString())}
        onChange={(event) => { set({ since: fromField(event.currentTarget.value) }); }}
      />
      <Switch label={t("Accepted risks too")} checked={asked.with_accepted} onChange={(event) => { set({ accepted: event.currentTarget.checked ? "1" : null }); }} />
      {(["csv", "xlsx"] as const).map((format) => (
        <Button key={format} component="a" variant="default" href={pointsExport(asked, format)} download leftSection={<IconDownload size={16} aria-hidden />}>{format.toUpperCase()}</Button>
      ))}
    </form>
  );
}
