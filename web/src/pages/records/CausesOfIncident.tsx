import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type Cause, causesQuery } from "../../api/causes";
import { markCauseOfRecord } from "../../api/recordInsight";
import type { RecordDetail } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { Dialog } from "../../components/Dialog";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { hrefOf } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { CauseList } from "../causes/CauseList";
import { Timeline } from "../causes/Timeline";

const SHOWN = 3;

interface Props {
  record: RecordDetail;
  marked: (record: RecordDetail, said: string) => void;
}

/** When to look: now while it lasts, else just before it was over, when its signals were still open. */
function momentOf({ values }: RecordDetail): string {
  const valueOf = (name: string) => values.find(({ field }) => field === name)?.value ?? "";
  const [over, began] = [valueOf("restored_at"), valueOf("started_at")];
  if (over === "") return "";
  const before = new Date(new Date(over).getTime() - 1000).toISOString();
  return before > began ? before : over;
}

/** The ranked causes of an incident with changes and differences on the way, and "mark as cause". */
export function CausesOfIncident({ record, marked }: Props) {
  const target = record.computed.worst?.uid ?? record.affects[0]?.uid ?? "";
  const asOf = momentOf(record);
  const causes = useQuery(causesQuery(target, asOf));
  const [chosen, setChosen] = useState<Cause | null>(null);
  const [shown, setShown] = useState("");
  const [isWhole, setWhole] = useState(false);
  if (target === "") return null;
  const may = record.values.some(({ field, may_change }) => field === "cause_ci" && may_change);
  return (
    <section className="panel" aria-label={t("Likely causes")}>
      <h2>{t("Likely causes")}</h2>
      <Loaded query={causes} what={t("The causes could not be found.")}>
        {(found) => (
          <>
            <p><CILink ci={found.target} isInText />: <strong>{found.verdict}</strong> <AppLink href={hrefOf("/causes", { target, as_of: asOf || null })}>{t("Show the picture")}</AppLink></p>
            <CauseList causes={{ ...found, causes: found.causes.slice(0, isWhole ? undefined : SHOWN) }} chosen={shown} choose={setShown} mark={may ? setChosen : null} />
            {!isWhole && found.causes.length > SHOWN && <Button variant="default" size="compact-sm" onClick={() => { setWhole(true); }}>{t("Show all {count} causes", { count: found.causes.length })}</Button>}
            {found.timeline.length > 0 && <details><summary>{t("Changes, differences and signals on the way: {count}", { count: found.timeline.length })}</summary><Timeline entries={found.timeline} /></details>}
          </>
        )}
      </Loaded>
      {chosen && <MarkCause record={record} cause={chosen} marked={(after) => { setChosen(null); marked(after, t("{name} stands as the CI at fault.", { name: chosen.ci.name })); }} close={() => { setChosen(null); }} />}
    </section>
  );
}

interface MarkProps {
  record: RecordDetail;
  cause: Cause;
  marked: (record: RecordDetail) => void;
  close: () => void;
}

function MarkCause({ record, cause: { ci }, marked, close }: MarkProps) {
  const [reason, setReason] = useState("");
  const queries = useQueryClient();
  const title = t("{cause} was the cause", { cause: ci.name });
  const marking = useMutation({
    mutationFn: () => markCauseOfRecord(record.number, ci.uid, reason),
    onSuccess: (after) => {
      void queries.invalidateQueries({ queryKey: ["causes"] });
      marked(after);
    },
  });
  return (
    <Dialog title={title} close={close}>
      <form className={administration.form} aria-label={title} onSubmit={(event) => { event.preventDefault(); marking.mutate(); }}>
        <p>{t("It stands on {number} as the CI at fault, and tells how good the ranking is here.", { number: record.number })}</p>
        <TextInput label={t("How do you know?")} maxLength={1000} data-autofocus value={reason} onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />
        <ErrorLine text={marking.error && described(marking.error)} />
        <Button type="submit" loading={marking.isPending}>{t("Mark as cause")}</Button>
      </form>
    </Dialog>
  );
}
