import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { assessmentQuery } from "../../api/changes";
import { changeRecord, type RecordDetail } from "../../api/records";
import { comparisonQuery, scenariosQuery } from "../../api/scenarios";
import { AppLink } from "../../components/AppLink";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { MeetingsOfChange } from "../board/MeetingsOfChange";
import { Comparison } from "../scenarios/Comparison";
import { namesOf } from "../scenarios/words";
import { AssessmentPanel } from "./AssessmentPanel";
import { BallotPanel } from "./BallotPanel";
import { ImplementationPanel } from "./ImplementationPanel";
import { LicencePanel } from "./LicencePanel";

interface Props {
  record: RecordDetail;
  changed: (record: RecordDetail, said: string) => void;
}

/** How a change is carried out or, before that, what it does as things are now; and who votes on it. */
export function ChangePanels({ record, changed }: Props) {
  const wasBegun = record.values.some(({ field, value }) => field === "actual_start" && value !== "");
  const assessment = useQuery({ ...assessmentQuery(record.number, record.revision), enabled: record.is_open && !wasBegun });
  const planning = useMutation({
    mutationFn: ([start, end]: [string, string]) => changeRecord(record, { planned_start: start, planned_end: end }),
    onSuccess: (after) => { changed(after, t("{number} is planned anew.", { number: after.number })); },
  });
  const may = record.values.some(({ field, may_change }) => field === "planned_start" && may_change);
  return (
    <>
      {wasBegun && <ImplementationPanel record={record} />}
      <BallotPanel record={record} voted={changed} />
      <MeetingsOfChange number={record.number} />
      {record.is_open && !wasBegun && (
        <Loaded query={assessment} what={t("What it does could not be told.")}>
          {(found) => <AssessmentPanel assessment={found} plan={may ? (start, end) => { planning.mutate([start, end]); } : undefined} />}
        </Loaded>
      )}
      {record.is_open && !wasBegun && <ScenarioPanel record={record} />}
      {record.is_open && !wasBegun && <LicencePanel record={record} />}
      <ErrorLine text={planning.error && described(planning.error)} />
      <div data-not-printed><Button variant="default" onClick={() => { window.print(); }}>{t("Print it for the board")}</Button></div>
    </>
  );
}

/** What is worse or better once it is made, by the scenario that stands for it. */
function ScenarioPanel({ record }: Pick<Props, "record">) {
  const said = record.values.find(({ field }) => field === "scenario");
  const id = said?.value ?? "";
  const scenario = useQuery(scenariosQuery).data?.find(({ scenario_id }) => scenario_id === id);
  const fails = scenario !== undefined && namesOf(scenario).length > 0;
  const found = useQuery(comparisonQuery(fails ? id : "", ""));
  if (id === "") return null;
  return (
    <section className="panel" aria-label={t("Once it is made")}>
      <h2>{t("Once it is made")}</h2>
      <p>
        <AppLink href={`/scenarios?id=${id}`}>{said?.shown ?? id}</AppLink>{" · "}
        <AppLink href={`/resilience?scenario=${id}`}>{t("How the estate holds in it")}</AppLink>
      </p>
      {!fails && <p className="dim">{t("It names no CI that fails, so that there is nothing to compare.")}</p>}
      {fails && <Loaded query={found} what={t("The scenario could not be compared.")}>{(comparison) => <Comparison comparison={comparison} />}</Loaded>}
    </section>
  );
}
