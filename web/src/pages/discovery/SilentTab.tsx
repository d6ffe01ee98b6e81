import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { ageNow, silentQuery } from "../../api/ageing";
import type { SilentSource } from "../../api/types";
import { CILink } from "../../components/CILink";
import { StatusLook } from "../../components/Look";
import { NextStep } from "../../components/NextStep";
import { Empty, Loaded } from "../../components/PageState";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import shared from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { type Result, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import classes from "./Discovery.module.css";

const MINUTE = 60;

function SilentRow({ entry }: { entry: SilentSource }) {
  return (
    <tr>
      <td><SourceBadge source={entry.source} /></td>
      <td><CILink ci={entry.root} withClass /></td>
      <td className={classes.line}><Time at={entry.last_seen_at} isRelative /></td>
      <td className={classes.line}>
        <Time at={entry.last_contact_at} isRelative />
        {entry.contact_seconds !== null && (
          <div className="dim">{t("every {minutes} minutes", { minutes: formatNumber(entry.contact_seconds / MINUTE) })}</div>
        )}
      </td>
      <td className="num">{formatNumber(entry.failed_attempts)}</td>
      <td className="num">{formatNumber(entry.cis)}</td>
      <td><StatusLook status={entry.status} /></td>
      <td className={classes.line}><NextStep step={entry.next_step} /></td>
    </tr>
  );
}

function SilentTable({ items }: { items: readonly SilentSource[] }) {
  if (items.length === 0) return <Empty>{t("No source is silent: each has seen its machine when it was last due.")}</Empty>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("Source")}</th>
          <th scope="col">{t("Sees")}</th>
          <th scope="col">{t("Last seen")}</th>
          <th scope="col">{t("Last attempt")}</th>
          <th scope="col" className="num">{t("Failed attempts")}</th>
          <th scope="col" className="num">{t("CIs")}</th>
          <th scope="col">{t("Now")}</th>
          <th scope="col">{t("If it stays silent")}</th>
        </tr>
      </thead>
      <tbody>{items.map((entry) => <SilentRow key={entry.source.key} entry={entry} />)}</tbody>
    </table>
  );
}

/** Ages what is due at once instead of at the next run. */
function AgeNow({ tell }: { tell: (result: Result) => void }) {
  const queries = useQueryClient();
  const ageing = useMutation({
    mutationFn: ageNow,
    onSuccess: ({ stale, retired, returned, cis }) => {
      tell({
        state: "up",
        text: t("{stale} sources became stale, {retired} retired, {returned} are back; {cis, plural, one {# CI} other {# CIs}} changed.", { stale, retired, returned, cis }),
      });
    },
    onError: (error) => { tell({ state: "down", text: described(error) }); },
    onSettled: () => queries.invalidateQueries({ queryKey: ["silent-sources"] }),
  });
  return (
    <Button variant="default" loading={ageing.isPending} onClick={() => { ageing.mutate(); }}>{t("Age what is due now")}</Button>
  );
}

/** Sources that do not see their machine any longer, and when what only they say becomes stale and retired. */
export function SilentTab() {
  const silent = useQuery(silentQuery);
  const mayAge = useMay("write");
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  return (
    <div className={shared.stack} {...keeper}>
      <div className="row">
        <span className="grow dim">
          {t("Sources that missed a contact or failed to see their machine. What only they say becomes stale, then retired, when both have passed: a time and a number of failed attempts. A source that reports again brings all of it back.")}
        </span>
        {mayAge && <AgeNow tell={tell} />}
      </div>
      <ResultLine result={result} />
      <div className="panel scroll" tabIndex={0} role="group" aria-label={t("Silent sources")}>
        <Loaded query={silent} what={t("The silent sources could not be loaded.")}>
          {({ items, total }) => (
            <>
              <SilentTable items={items} />
              {total > items.length && (
                <p className={classes.more}>{t("The {shown} that are silent longest, of {total}.", { shown: items.length, total })}</p>
              )}
            </>
          )}
        </Loaded>
      </div>
    </div>
  );
}
