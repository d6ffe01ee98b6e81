import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { type ImplementationStep, sayOfStep, type StepState } from "../../api/changeRuns";
import { type RecordDetail, recordQuery } from "../../api/records";
import { Dialog } from "../../components/Dialog";
import { Look } from "../../components/Look";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import records from "../records/records.module.css";
import classes from "./changes.module.css";
import { stepLook, waysOfStep } from "./words";

interface Props {
  record: RecordDetail;
  steps: readonly ImplementationStep[];
}

interface Said {
  turn: number;
  state: StepState;
  note: string;
}

/** The steps with their times; whoever works on the change says how they stand. */
export function Steps({ record, steps }: Props) {
  const [asked, setAsked] = useState<Said | null>(null);
  const queries = useQueryClient();
  const saying = useMutation({
    mutationFn: ({ turn, state, note }: Said) => sayOfStep(record.number, turn, state, note),
    onSuccess: async () => {
      setAsked(null);
      await queries.invalidateQueries({ queryKey: recordQuery(record.number).queryKey });
      await queries.invalidateQueries({ queryKey: ["changes", "implementation", record.number] });
    },
  });
  const say = (turn: number, state: StepState) => {
    if (state === "failed" || state === "skipped") setAsked({ turn, state, note: "" });
    else saying.mutate({ turn, state, note: "" });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (asked) saying.mutate(asked);
  };
  return (
    <>
      <ol className={classes.list}>
        {steps.map((step) => (
          <li key={step.turn}>
            <div className={records.head}>
              <Look look={stepLook(step.state)} />
              <span>{step.turn}. {step.step}{step.is_back && <> <span className="dim">({t("way back")})</span></>}</span>
              {record.may_note && waysOfStep(record.state, step).map(([state, word]) => (
                <Button key={state} size="compact-sm" variant="default" aria-label={t("{word} step {turn}", { word, turn: step.turn })} onClick={() => { say(step.turn, state); }}>{word}</Button>
              ))}
            </div>
            <StepTimes step={step} />
          </li>
        ))}
      </ol>
      {asked === null && <ErrorLine text={saying.error && described(saying.error)} />}
      {asked !== null && (
        <Dialog title={asked.state === "failed" ? t("Step {turn} failed", { turn: asked.turn }) : t("Skip step {turn}", { turn: asked.turn })} close={() => { setAsked(null); }}>
          <form className={edit.form} onSubmit={submit}>
            <TextInput label={t("Why")} required maxLength={200} value={asked.note} data-autofocus onChange={({ currentTarget }) => { setAsked({ ...asked, note: currentTarget.value }); }} />
            <ErrorLine text={saying.error && described(saying.error)} />
            <div className={edit.actions}>
              <Button variant="default" onClick={() => { setAsked(null); }}>{t("Cancel")}</Button>
              <Button type="submit" loading={saying.isPending}>{t("Say so")}</Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}

function StepTimes({ step: { started_at, ended_at, by, note, owner, minutes } }: { step: ImplementationStep }) {
  const planned = [owner, minutes === "" ? "" : t("{minutes, plural, one {# minute} other {# minutes}} planned", { minutes: Number(minutes) })].filter((part) => part !== "");
  return (
    <div className="dim">
      {planned.join(", ")}
      {started_at !== "" && <>{planned.length > 0 && "; "}<Time at={started_at} />{ended_at !== "" && <> – <Time at={ended_at} /></>} {by}</>}
      {note !== "" && <>: {note}</>}
    </div>
  );
}
