import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { closeMinutes, discardMeeting, type Meeting } from "../../api/boardMeetings";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";

/** Closes minutes for good, prints them, or forgets a meeting that did not take place. */
export function MinutesActions({ meeting, closed }: { meeting: Meeting; closed: (after: Meeting, said: string) => void }) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const closing = useMutation({
    mutationFn: () => closeMinutes(meeting),
    onSuccess: (after) => { setAsking(false); closed(after, t("The minutes are closed.")); },
  });
  const discarding = useMutation({ mutationFn: () => discardMeeting(meeting), onSuccess: () => navigate({ to: "/cab" }) });
  return (
    <>
      <ErrorLine text={discarding.error && described(discarding.error)} />
      <div className="row" data-not-printed>
        <Button variant="default" onClick={() => { window.print(); }}>{t("Print")}</Button>
        {meeting.may_write && <Button variant="default" onClick={() => { closing.reset(); setAsking(true); }}>{t("Close the minutes…")}</Button>}
        {meeting.may_write && <Button variant="default" loading={discarding.isPending} onClick={() => { discarding.mutate(); }}>{t("It did not take place")}</Button>}
      </div>
      {isAsking && (
        <Dialog title={t("Close the minutes")} close={() => { setAsking(false); }}>
          <div className={edit.form}>
            <p style={{ margin: 0 }}>{t("Decisions and votes are kept as they are now. Nobody can change the minutes afterwards; what you typed and did not keep is lost.")}</p>
            <ErrorLine text={closing.error && described(closing.error)} />
            <div className={edit.actions}>
              <Button variant="default" onClick={() => { setAsking(false); }}>{t("Cancel")}</Button>
              <Button data-autofocus loading={closing.isPending} onClick={() => { closing.mutate(); }}>{t("Close them")}</Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
