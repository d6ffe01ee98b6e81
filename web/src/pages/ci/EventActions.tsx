import type { HistoryEvent } from "../../api/types";
import { formatDateTime } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useUrlState } from "../../shell/search";
import classes from "./CIPage.module.css";
import { UndoEvent } from "./UndoEvent";

/** What can be done with an event: look at the CI as it was then, compare from there or up to there. */
export function EventActions({ uid, event }: { uid: string; event: HistoryEvent }) {
  const [, change] = useUrlState();
  const at = formatDateTime(event.at);
  return (
    <>
      <button
        type="button" className={classes.more} aria-label={t("As it was then, {at}", { at })}
        onClick={() => { change({ as_of: event.at, tab: null }, { push: true }); }}
      >
        {t("As it was then")}
      </button>
      <button
        type="button" className={classes.more} aria-label={t("Compare from here, {at}", { at })}
        onClick={() => { change({ since: event.at }, { push: true }); }}
      >
        {t("Compare from")}
      </button>
      <button
        type="button" className={classes.more} aria-label={t("Compare up to here, {at}", { at })}
        onClick={() => { change({ until: event.at }, { push: true }); }}
      >
        {t("up to")}
      </button>
      {!event.trap && <UndoEvent uid={uid} event={event} />}
    </>
  );
}
