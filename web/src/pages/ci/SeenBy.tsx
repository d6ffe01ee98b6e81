import { useQuery } from "@tanstack/react-query";

import { ciSourcesQuery } from "../../api/ageing";
import type { CI, CISource } from "../../api/types";
import { useAsOf } from "../../components/instants";
import { Look } from "../../components/Look";
import { NextStep } from "../../components/NextStep";
import { Loaded } from "../../components/PageState";
import { SourceBadge } from "../../components/SourceBadge";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import classes from "./CIPage.module.css";

type LookOf = readonly [state: string, glyph: string, word: string];

function lookOf({ state }: CISource): LookOf {
  if (state === "collected") return ["up", "●", t("collected")];
  if (state === "absent") return ["down", "■", t("collected and absent")];
  return ["unknown", "○", t("not collected")];
}

function SeenByOne({ entry }: { entry: CISource }) {
  return (
    <li>
      <div className="row"><SourceBadge source={entry.source} /> <Look look={lookOf(entry)} /></div>
      <dl className={classes.facts}>
        <div><dt>{t("Last seen")}</dt><dd><Time at={entry.seen_at} isRelative /></dd></div>
        {entry.since && <div><dt>{t("Since")}</dt><dd><Time at={entry.since} /></dd></div>}
        {entry.failed_attempts > 0 && <div><dt>{t("Failed attempts")}</dt><dd>{entry.failed_attempts}</dd></div>}
        {entry.reason && <div><dt>{t("Why")}</dt><dd>{entry.reason}</dd></div>}
        {entry.next_step && entry.state !== "absent" && (
          <div><dt>{t("If it stays silent")}</dt><dd><NextStep step={entry.next_step} /></dd></div>
        )}
      </dl>
    </li>
  );
}

/** How each source sees the CI: collected, collected and absent, or not collected; and what becomes of its word. */
export function SeenBy({ ci }: { ci: CI }) {
  const isNow = useAsOf() === "";
  const sources = useQuery({ ...ciSourcesQuery(ci.uid), enabled: isNow });
  if (!isNow) return null;
  return (
    <section className="panel">
      <h2>{t("Seen by")}</h2>
      <Loaded query={sources} what={t("The sources could not be loaded.")} lines={3}>
        {({ items }) => (
          <ul className={classes.list}>
            {items.map((entry) => <SeenByOne key={entry.source.key} entry={entry} />)}
            {items.length === 0 && <li className="dim">{t("No source speaks of it by itself.")}</li>}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
