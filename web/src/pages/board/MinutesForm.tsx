import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type Meeting, writeMinutes } from "../../api/boardMeetings";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { PointPanel } from "./PointPanel";
import { namesIn } from "./words";

const MOST_TEXT = 10_000;

/** Minutes while they are written; what was typed stays until it is kept. */
export function MinutesForm({ meeting, written }: { meeting: Meeting; written: (after: Meeting, said: string) => void }) {
  // What others write meanwhile is not overwritten: what was read first is what is changed.
  const [base, setBase] = useState(meeting);
  const [chair, setChair] = useState(meeting.chair);
  const [present, setPresent] = useState(meeting.present.join("\n"));
  const [remarks, setRemarks] = useState(meeting.remarks);
  const [added, setAdded] = useState("");
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>(Object.fromEntries(meeting.points.map(({ change, note }) => [change, note])));
  const writing = useMutation({
    mutationFn: () => {
      const points = meeting.points.map(({ change }) => ({ change, note: notes[change] ?? "" }));
      const more = added.trim() === "" ? [] : [{ change: added.trim(), note: "" }];
      return writeMinutes(base, { held_at: meeting.held_at, chair, present: namesIn(present), points: [...points, ...more], remarks });
    },
    onSuccess: (after) => { setBase(after); setAdded(""); written(after, t("The minutes are kept.")); },
  });
  const send = (event: SubmitEvent) => { event.preventDefault(); writing.mutate(); };
  return (
    <form className={administration.stack} onSubmit={send}>
      <section className="panel" aria-label={t("Present")}>
        <div className={edit.form}>
          <TextInput label={t("Chair")} maxLength={200} value={chair} onChange={({ currentTarget }) => { setChair(currentTarget.value); }} />
          <Textarea label={t("Present")} description={t("One name a line.")} autosize minRows={3} value={present} onChange={({ currentTarget }) => { setPresent(currentTarget.value); }} />
          <Textarea label={t("Remarks")} autosize minRows={2} maxLength={2 * MOST_TEXT} value={remarks} onChange={({ currentTarget }) => { setRemarks(currentTarget.value); }} />
        </div>
      </section>
      {meeting.points.map((point, turn) => (
        <PointPanel key={point.change} point={point} turn={turn + 1}>
          <Textarea label={t("Note on {number}", { number: point.change })} autosize minRows={2} maxLength={MOST_TEXT} value={notes[point.change] ?? ""} onChange={({ currentTarget }) => { setNotes({ ...notes, [point.change]: currentTarget.value }); }} />
        </PointPanel>
      ))}
      <section className="panel" aria-label={t("Another change")} data-not-printed>
        <TextInput label={t("Put another change on the agenda")} placeholder="CHG0000001" maxLength={50} value={added} onChange={({ currentTarget }) => { setAdded(currentTarget.value); }} />
      </section>
      <ErrorLine text={writing.error && described(writing.error)} />
      <div data-not-printed><Button type="submit" loading={writing.isPending}>{t("Keep the minutes")}</Button></div>
    </form>
  );
}
