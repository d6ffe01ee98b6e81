import { Button, Textarea, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import { type Meeting, readMeeting, writeMinutes } from "../../api/boardMeetings";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { Conflicts } from "../edit/Conflicts";
import edit from "../edit/edit.module.css";
import type { Texts } from "../records/merging";
import { useMergedSaving } from "../records/useMergedSaving";
import { PointPanel } from "./PointPanel";
import { namesIn } from "./words";

const MOST_TEXT = 10_000;

function labelOf(name: string): string {
  const words: Record<string, string> = { chair: t("Chair"), present: t("Present"), remarks: t("Remarks") };
  return words[name] ?? t("Note on {number}", { number: name });
}

/** The texts of minutes: of the meeting itself, and the note on each change by its number. */
function textsOf({ chair, present, remarks, points }: Meeting): Record<string, string> {
  return { ...Object.fromEntries(points.map(({ change, note }) => [change, note])), chair, present: present.join("\n"), remarks };
}

/** Minutes while they are written; what was typed stays until it is kept, and nothing that others wrote is lost. */
export function MinutesForm({ meeting, written }: { meeting: Meeting; written: (after: Meeting, said: string) => void }) {
  const [added, setAdded] = useState("");
  const { texts, setTexts, conflicts, takeTheirs, saving } = useMergedSaving({
    kept: meeting,
    textsOf,
    read: () => readMeeting(meeting.meeting_id),
    save: (base, said) => {
      const points = base.points.map(({ change }) => ({ change, note: said[change] ?? "" }));
      const more = added.trim() === "" ? [] : [{ change: added.trim(), note: "" }];
      return writeMinutes(base, { held_at: base.held_at, chair: said["chair"] ?? "", present: namesIn(said["present"] ?? ""), points: [...points, ...more], remarks: said["remarks"] ?? "" });
    },
    shown: (name, base, theirs, mine) => ({ base: textsOf(base)[name] ?? "", theirs: textsOf(theirs)[name] ?? "", mine, changed_at: null }),
    done: (after) => { setAdded(""); written(after, t("The minutes are kept.")); },
  });
  const set = (patch: Texts) => { setTexts({ ...texts, ...patch }); };
  const send = (event: SubmitEvent) => { event.preventDefault(); saving.mutate(); };
  return (
    <form className={administration.stack} onSubmit={send}>
      {conflicts.length > 0 && <Conflicts conflicts={conflicts} labelOf={labelOf} takeTheirs={takeTheirs} />}
      <section className="panel" aria-label={t("Present")}>
        <div className={edit.form}>
          <TextInput label={t("Chair")} maxLength={200} value={texts["chair"] ?? ""} onChange={({ currentTarget }) => { set({ chair: currentTarget.value }); }} />
          <Textarea label={t("Present")} description={t("One name a line.")} autosize minRows={3} value={texts["present"] ?? ""} onChange={({ currentTarget }) => { set({ present: currentTarget.value }); }} />
          <Textarea label={t("Remarks")} autosize minRows={2} maxLength={2 * MOST_TEXT} value={texts["remarks"] ?? ""} onChange={({ currentTarget }) => { set({ remarks: currentTarget.value }); }} />
        </div>
      </section>
      {meeting.points.map((point, turn) => (
        <PointPanel key={point.change} point={point} turn={turn + 1}>
          <Textarea label={t("Note on {number}", { number: point.change })} autosize minRows={2} maxLength={MOST_TEXT} value={texts[point.change] ?? ""} onChange={({ currentTarget }) => { set({ [point.change]: currentTarget.value }); }} />
        </PointPanel>
      ))}
      <section className="panel" aria-label={t("Another change")} data-not-printed>
        <TextInput label={t("Put another change on the agenda")} placeholder="CHG0000001" maxLength={50} value={added} onChange={({ currentTarget }) => { setAdded(currentTarget.value); }} />
      </section>
      <ErrorLine text={conflicts.length > 0 ? null : saving.error && described(saving.error)} />
      <div data-not-printed><Button type="submit" loading={saving.isPending}>{t("Keep the minutes")}</Button></div>
    </form>
  );
}
