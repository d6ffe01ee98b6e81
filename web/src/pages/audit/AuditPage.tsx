import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";

import { auditQuery } from "../../api/rights";
import type { AuditEntry } from "../../api/types";
import { Empty, Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { Forbidden } from "../../shell/Forbidden";
import { useMay } from "../../shell/permissions";
import { first, useUrlState } from "../../shell/search";
import classes from "../administration/administration.module.css";

const ACTIONS = ["", "session", "user", "team", "role", "token", "enrolment_token", "agent"];

function detailOf(entry: AuditEntry): string {
  return Object.keys(entry.detail).length === 0 ? "" : JSON.stringify(entry.detail);
}

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  if (entries.length === 0) return <Empty>{t("Nothing of that kind has been logged.")}</Empty>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("Time")}</th>
          <th scope="col">{t("Who")}</th>
          <th scope="col">{t("Address")}</th>
          <th scope="col">{t("Action")}</th>
          <th scope="col">{t("Subject")}</th>
          <th scope="col">{t("Detail")}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.uid}>
            <td><Time at={entry.at} /></td>
            <td style={{ minWidth: 110 }}>{entry.actor || <span className="dim">{t("unknown")}</span>}</td>
            <td>{entry.address}</td>
            <td><span className="badge">{entry.action}</span></td>
            <td>{entry.subject}</td>
            <td style={{ overflowWrap: "anywhere" }}><code>{detailOf(entry)}</code></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Log() {
  const [search, change] = useUrlState();
  const [actor, action] = [first(search, "actor"), first(search, "action")];
  const log = useInfiniteQuery(auditQuery(actor, action));
  return (
    <div className={classes.stack}>
      <div className={classes.filters}>
        <TextInput
          size="xs" label={t("Who")} value={actor}
          onChange={(event) => { change({ actor: event.currentTarget.value || null }); }}
        />
        <NativeSelect
          size="xs" label={t("Action")} value={action}
          data={ACTIONS.map((value) => ({ value, label: value || t("all") }))}
          onChange={(event) => { change({ action: event.currentTarget.value || null }); }}
        />
      </div>
      <div className="panel scroll" tabIndex={0} role="region" aria-label={t("Audit log")}>
        <Loaded query={log} what={t("The audit log could not be loaded.")}>
          {({ pages }) => <Entries entries={pages.flatMap(({ items }) => items)} />}
        </Loaded>
      </div>
      {log.hasNextPage && (
        <div>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => { void log.fetchNextPage(); }}>
            {t("Older entries")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Who logged in or failed to, who changed rights, to whom secrets were shown. */
export function AuditPage() {
  const mayRead = useMay("audit");
  return (
    <>
      <title>{`${t("Audit log")} · Plumbline`}</title>
      <h1>{t("Audit log")}</h1>
      {mayRead ? <Log /> : <div className="panel"><Forbidden permission="audit" /></div>}
    </>
  );
}
