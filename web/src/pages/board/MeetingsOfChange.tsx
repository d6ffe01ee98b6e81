import { useQuery } from "@tanstack/react-query";

import { meetingsQuery } from "../../api/boardMeetings";
import { AppLink } from "../../components/AppLink";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";

/** The meetings of the board that had a change on their agenda. */
export function MeetingsOfChange({ number }: { number: string }) {
  const found = useQuery(meetingsQuery(number)).data ?? [];
  if (found.length === 0) return null;
  return (
    <p style={{ margin: 0 }}>
      {t("Minutes of the board")}: {found.map(({ meeting_id: id, held_at: at }, turn) => <span key={id}>{turn > 0 && ", "}<AppLink href={`/cab/${id}`}><Time at={at} /></AppLink></span>)}
    </p>
  );
}
