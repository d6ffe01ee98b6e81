import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";

import { type Meeting, meetingQuery } from "../../api/boardMeetings";
import { AppLink } from "../../components/AppLink";
import { Look } from "../../components/Look";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import records from "../records/records.module.css";
import { MinutesActions } from "./MinutesActions";
import { MinutesForm } from "./MinutesForm";
import { PointPanel } from "./PointPanel";
import { minutesLook } from "./words";

/** The minutes of a meeting: written while it is held, closed for good, printed. */
export function MinutesPage() {
  const { meeting: id = "" }: { meeting?: string } = useParams({ strict: false });
  const meeting = useQuery(meetingQuery(id));
  return (
    <>
      <title>{`${t("Minutes of the board")} · Plumbline`}</title>
      <Loaded query={meeting} what={t("The minutes could not be loaded.")}>{(found) => <Minutes meeting={found} />}</Loaded>
    </>
  );
}

function Minutes({ meeting }: { meeting: Meeting }) {
  const queries = useQueryClient();
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const take = (after: Meeting, text: string) => {
    queries.setQueryData(meetingQuery(after.meeting_id).queryKey, after);
    void queries.invalidateQueries({ queryKey: ["board-meetings", "list"] });
    tell({ state: "up", text });
  };
  return (
    <div className={administration.stack} {...keeper}>
      <p style={{ margin: 0 }} data-not-printed><AppLink href="/cab">{t("Board of changes")}</AppLink></p>
      <h1>{t("Board of changes")}, <Time at={meeting.held_at} /></h1>
      <p className={records.head}><Look look={minutesLook(meeting)} /> {meeting.closed_at !== null && <span className="dim">{meeting.closed_by}, <Time at={meeting.closed_at} /></span>}</p>
      <ResultLine result={result} />
      {meeting.may_write ? <MinutesForm key={meeting.meeting_id} meeting={meeting} written={take} /> : <Written meeting={meeting} />}
      <MinutesActions meeting={meeting} closed={take} />
    </div>
  );
}

function Written({ meeting }: { meeting: Meeting }) {
  return (
    <>
      <section className="panel" aria-label={t("Present")}>
        <dl className={records.values}>
          <dt>{t("Chair")}</dt><dd>{meeting.chair || "–"}</dd>
          <dt>{t("Present")}</dt><dd>{meeting.present.join(", ") || "–"}</dd>
          {meeting.remarks !== "" && <><dt>{t("Remarks")}</dt><dd>{meeting.remarks}</dd></>}
        </dl>
      </section>
      {meeting.points.map((point, turn) => <PointPanel key={point.change} point={point} turn={turn + 1}><p className={records.text}>{point.note}</p></PointPanel>)}
      {meeting.fingerprint !== "" && <p className="dim" style={{ overflowWrap: "anywhere" }}>{t("Fingerprint of these minutes (SHA-256)")}: {meeting.fingerprint}</p>}
    </>
  );
}
