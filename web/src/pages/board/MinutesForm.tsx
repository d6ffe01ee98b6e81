import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type Meeting, readMeeting, writeMinutes } from "../../api/boardMeetings";
import { Problem } from "../../api/problem";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { type Conflict, Conflicts } from "../edit/Conflicts";
import edit from "../edit/edit.module.css";
import { mergedWith, type Texts } from "../records/merging";
import { PointPanel } from "./PointPanel";
import { namesIn } from "./words";

const MOST_TEXT = 10_000;
const STALE = 412;

function labelOf(name: string): string {
  const words: Record<string, string> = { chair: t("Chair"), present: t("Present"), remarks: t("Remarks") };
  return words[name] ?? t("Note on {number}", { number: name });
}

/** What went wrong; that others wrote other things is put right by keeping both. */
function wrongWith(error: Error | null): string | null {
  if (error instanceof Problem && error.status === STALE) return t("Somebody else wrote meanwhile. What they wrote is put beside yours: keep the minutes again.");
  return error && described(error);
}

/** The texts of minutes: of the meeting itself, and the note on each change by its number. */
function textsOf({ chair, present, remarks, points }: Meeting): Record<string, string> {
  return { ...Object.fromEntries(points.map(({ change, note }) => [change, note])), chair, present: present.join("\n"), remarks };
}

/** Minutes while they are written; what was typed stays until it is kept, and nothing that others wrote is lost. */
export function MinutesForm({ meeting, written }: { meeting: Meeting; written: (after: Meeting, said: string) => void }) {
  // What others write meanwhile is not overwritten: what was read first is what is changed.
  const [base, setBase] = useState(meeting);
  const [texts, setTexts] = useState<Texts>(() => textsOf(meeting));
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  const [added, setAdded] = useState("");
  const set = (patch: Texts) => { setTexts({ ...texts, ...patch }); };
  const writing = useMutation({
    mutationFn: () => {
      const points = base.points.map(({ change }) => ({ change, note: texts[change] ?? "" }));
      const more = added.trim() === "" ? [] : [{ change: added.trim(), note: "" }];
      return writeMinutes(base, { held_at: base.held_at, chair: texts["chair"] ?? "", present: namesIn(texts["present"] ?? ""), points: [...points, ...more], remarks: texts["remarks"] ?? "" });
    },
    onSuccess: (after) => { setBase(after); setConflicts([]); setAdded(""); written(after, t("The minutes are kept.")); },
    onError: async (error) => {
      if (!(error instanceof Problem) || error.status !== STALE) return;
      const theirs = await readMeeting(base.meeting_id);
      const [before, now] = [textsOf(base), textsOf(theirs)];
      const merged = mergedWith(before, now, { ...now, ...texts });
      setConflicts(merged.both.map((name) => ({ attribute: name, base: before[name] ?? "", theirs: now[name] ?? "", mine: merged.values[name] ?? "", changed_at: null })));
      setBase(theirs);
      setTexts(merged.values);
    },
  });
  const send = (event: SubmitEvent) => { event.preventDefault(); writing.mutate(); };
  return (
    <form className={administration.stack} onSubmit={send}>
      {conflicts.length > 0 && <Conflicts conflicts={conflicts} labelOf={labelOf} takeTheirs={({ attribute, theirs }) => { set({ [attribute]: String(theirs) }); setConflicts(conflicts.filter((one) => one.attribute !== attribute)); }} />}
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
      <ErrorLine text={conflicts.length > 0 ? null : wrongWith(writing.error)} />
      <div data-not-printed><Button type="submit" loading={writing.isPending}>{t("Keep the minutes")}</Button></div>
    </form>
  );
}
