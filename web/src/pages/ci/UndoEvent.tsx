import { TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { undoEvent } from "../../api/baselines";
import type { HistoryEvent } from "../../api/types";
import { announce } from "../../components/announce";
import { Time } from "../../components/Time";
import { formatDateTime } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import classes from "./CIPage.module.css";

/** Takes an event back; refused where something newer changed the same. */
export function UndoEvent({ uid, event }: { uid: string; event: HistoryEvent }) {
  const mayEdit = useMay("write");
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  if (!mayEdit) return null;
  return (
    <>
      <button
        type="button" className={classes.more} aria-label={t("Undo, {at}", { at: formatDateTime(event.at) })}
        onClick={() => { setOpen(true); }}
      >
        {t("Undo")}
      </button>
      {isOpen && (
        <ConfirmDialog
          title={t("Undo this event?")}
          action={t("Undo it")}
          run={() => undoEvent(uid, event.uid, reason)}
          done={() => {
            void queries.invalidateQueries({ queryKey: ["ci", uid] });
            announce(t("The event is undone."));
          }}
          close={() => { setOpen(false); }}
        >
          <p>{t("What it changed is said by you to be again as it was before")} <Time at={event.at} />.</p>
          <TextInput label={t("Reason")} maxLength={400} value={reason} onChange={(change) => { setReason(change.currentTarget.value); }} />
        </ConfirmDialog>
      )}
    </>
  );
}
