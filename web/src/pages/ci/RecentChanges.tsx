import { useQuery } from "@tanstack/react-query";

import { recentQuery } from "../../api/cis";
import type { CI, HistoryEvent } from "../../api/types";
import { AppLink } from "../../components/AppLink";
import { useAsOf } from "../../components/instants";
import { ciHref } from "../../components/links";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { grouped } from "./changes";
import classes from "./CIPage.module.css";
import { trapWords } from "./Trap";
import { bondWords, EventLook, keptWords, useChangeWords } from "./words";

const SHOWN = 5;
const WORDS = 2;

function Summary({ ci, event }: { ci: CI; event: HistoryEvent }) {
  const say = useChangeWords(ci.ci_class);
  const { attributes, kept, bonds } = grouped(event.changes);
  const words = [
    ...(event.trap ? [trapWords(event.trap)] : []),
    ...attributes.map(({ attribute, old, new: now }) => {
      const { label, text } = say(attribute ?? "");
      return old === null || old === undefined ? `${label}: ${text(now)}` : `${label}: ${text(old)} → ${text(now)}`;
    }),
    ...(kept.length > 0 ? [keptWords(kept.map((one) => say(one.attribute ?? "").label))] : []),
    ...bonds.map((bond) => `${bondWords(bond)} (${bond.changes.length})`),
  ];
  const rest = words.length - WORDS;
  return (
    <>
      {words.slice(0, WORDS).join(" · ")}
      {rest > 0 && <span className="dim"> {t("and {count, plural, one {# more} other {# more}}", { count: rest })}</span>}
    </>
  );
}

/** The latest events in short. */
export function RecentChanges({ ci }: { ci: CI }) {
  const recent = useQuery(recentQuery(ci.uid, SHOWN, useAsOf()));
  return (
    <section className="panel">
      <div className={classes.bar}>
        <h2 className="grow">{t("Recent changes")}</h2>
        <AppLink href={ciHref(ci.uid, { tab: "history" })}>{t("All")}</AppLink>
      </div>
      <Loaded query={recent} what={t("The history could not be loaded.")} lines={3}>
        {({ items }) => (
          <ul className={classes.list}>
            {items.map((event) => (
              <li key={event.uid}>
                <EventLook kind={event.kind} /> <span className="dim"><Time at={event.at} isRelative /></span>
                <div><Summary ci={ci} event={event} /></div>
              </li>
            ))}
            {items.length === 0 && <li className="dim">{t("Nothing has been recorded.")}</li>}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
