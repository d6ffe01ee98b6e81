import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { closeMinutes, discardMeeting, type Meeting } from "../../api/boardMeetings";
import { t } from "../../locales/i18n";
import { ConfirmDialog } from "../administration/ConfirmDialog";

type Asking = "nothing" | "close" | "discard";

/** Closes minutes for good, prints them, or forgets a meeting that did not take place. */
export function MinutesActions({ meeting, closed }: { meeting: Meeting; closed: (after: Meeting, said: string) => void }) {
  const navigate = useNavigate();
  const [asking, ask] = useState<Asking>("nothing");
  const close = () => { ask("nothing"); };
  return (
    <>
      <div className="row" data-not-printed>
        <Button variant="default" onClick={() => { window.print(); }}>{t("Print")}</Button>
        {meeting.may_write && <Button variant="default" onClick={() => { ask("close"); }}>{t("Close the minutes…")}</Button>}
        {meeting.may_write && <Button variant="default" onClick={() => { ask("discard"); }}>{t("It did not take place…")}</Button>}
      </div>
      {asking === "close" && (
        <ConfirmDialog
          title={t("Close the minutes")} action={t("Close them")} close={close}
          run={() => closeMinutes(meeting)} done={(after) => { closed(after, t("The minutes are closed.")); }}
        >
          {t("Decisions and votes are kept as they are now. Nobody can change the minutes afterwards; what you typed and did not keep is lost.")}
        </ConfirmDialog>
      )}
      {asking === "discard" && (
        <ConfirmDialog
          title={t("Forget this meeting")} action={t("Forget it")} close={close}
          run={() => discardMeeting(meeting)} done={() => { void navigate({ to: "/cab" }); }}
        >
          {t("Who was there and what was noted is gone with it. Changes and votes stay as they are.")}
        </ConfirmDialog>
      )}
    </>
  );
}
