import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";

import { type MeetingHead, meetingsQuery, openMeeting } from "../../api/boardMeetings";
import { recordsQuery, recordTypesQuery } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import { Dialog } from "../../components/Dialog";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { RecordTable } from "../records/RecordTable";
import { localTime, utcTime } from "../records/rows";
import { typeNamed } from "../records/words";
import { minutesLook, soonestFirst } from "./words";

const MOST = 200;

/** What the board of changes has to decide, and its meetings with their minutes. */
export function BoardPage() {
  const agenda = useQuery(recordsQuery("change", "agenda", { q: "" }, MOST));
  const { data: types = [] } = useQuery(recordTypesQuery);
  const meetings = useQuery(meetingsQuery());
  const may = useMay("changes");
  const [isOpening, setOpening] = useState(false);
  const fields = typeNamed(types, "change")?.fields.filter(({ in_lists: inLists }) => inLists) ?? [];
  return (
    <div className={administration.stack}>
      <title>{`${t("Board of changes")} · Plumbline`}</title>
      <h1>{t("Board of changes")}</h1>
      <div className={administration.filters}>
        {may && <Button onClick={() => { setOpening(true); }}>{t("Open a meeting…")}</Button>}
        <AppLink href="/change-calendar">{t("Calendar")}</AppLink>
      </div>
      <Loaded query={agenda} what={t("The agenda could not be loaded.")}>
        {({ items, total }) => <RecordTable title={t("Agenda")} total={total} records={soonestFirst(items)} fields={fields} isVoted empty={<Empty>{t("No change waits for the board.")}</Empty>} />}
      </Loaded>
      <Loaded query={meetings} what={t("The meetings could not be loaded.")}>
        {(items) => <SectionTable title={t("Meetings")} count={items.length} rows={items} rowKey={({ meeting_id: id }) => id} columns={columns()} empty={<Empty>{t("No meeting has minutes yet. Whoever has the permission changes (role change-manager) opens one.")}</Empty>} />}
      </Loaded>
      {isOpening && <OpenMeeting close={() => { setOpening(false); }} />}
    </div>
  );
}

function columns(): Column<MeetingHead>[] {
  return [
    { key: "held", label: t("Held"), width: 170, cell: ({ meeting_id: id, held_at: at }) => <AppLink href={`/cab/${id}`}><Time at={at} /></AppLink> },
    { key: "minutes", label: t("Minutes"), width: 120, cell: (one) => <Look look={minutesLook(one)} /> },
    { key: "chair", label: t("Chair"), width: 130, cell: ({ chair }) => chair },
    { key: "present", label: t("Present"), width: 260, cell: ({ present }) => present.join(", ") },
    { key: "changes", label: t("Changes"), width: 90, isNumber: true, cell: ({ changes }) => formatNumber(changes.length), title: ({ changes }) => changes.join(", ") },
  ];
}

/** Begins the minutes of a meeting with all that is voted on. */
function OpenMeeting({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const [at, setAt] = useState(localTime(new Date().toISOString()));
  const [chair, setChair] = useState("");
  const opening = useMutation({
    mutationFn: () => openMeeting({ held_at: utcTime(at), chair, present: [], points: null, remarks: "" }),
    onSuccess: ({ meeting_id: id }) => navigate({ to: `/cab/${id}` }),
  });
  const send = (event: SubmitEvent) => { event.preventDefault(); opening.mutate(); };
  return (
    <Dialog title={t("Open a meeting")} close={close}>
      <form className={edit.form} onSubmit={send}>
        <p style={{ margin: 0 }}>{t("Every change that waits for approval comes onto its agenda.")}</p>
        <TextInput label={t("Held")} required type="datetime-local" data-autofocus value={at} onChange={({ currentTarget }) => { setAt(currentTarget.value); }} />
        <TextInput label={t("Chair")} maxLength={200} value={chair} onChange={({ currentTarget }) => { setChair(currentTarget.value); }} />
        <ErrorLine text={opening.error && described(opening.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={opening.isPending}>{t("Open it")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
