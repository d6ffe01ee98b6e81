import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { impactActionsQuery } from "../../api/impact";
import type { Picture } from "../../api/types";
import { ScenarioSelect } from "../../components/Situation";
import { t } from "../../locales/i18n";
import classes from "./Impact.module.css";
import type { ImpactActions, ImpactState } from "./urlState";
import { wordOf } from "./words";

interface Props {
  state: ImpactState;
  actions: ImpactActions;
}

/** An action on the CI instead of a state of it. */
export function ActionPicker({ state: { question }, actions }: Props) {
  const table = useQuery(impactActionsQuery);
  const known = table.data?.actions ?? [];
  const listed = question.action === "" || known.includes(question.action) ? known : [question.action, ...known];
  return (
    <NativeSelect
      aria-label={t("What is done to it")}
      value={question.action}
      onChange={(event) => { actions.ask({ ...question, action: event.currentTarget.value }); }}
      data={[{ value: "", label: t("or an action…") }, ...listed.map((action) => ({ value: action, label: wordOf(action) }))]}
    />
  );
}

/** The scenario that is asked of. */
export function ScenarioPicker({ state: { question }, actions }: Props) {
  return <ScenarioSelect scenario={question.scenario} choose={(scenario) => { actions.ask({ ...question, scenario }); }} />;
}

const LINES = 5;

/** What comes in beside the CIs that were named, and why: by actions, and for being cut off from the network. */
export function EnteringLines({ picture: { entering } }: { picture: Picture }) {
  if (entering.length === 0) return null;
  return (
    <ul className={classes.members} aria-label={t("What else comes in")}>
      {entering.slice(0, LINES).map((entry) => <li key={`${entry.uid} ${entry.action} ${entry.on}`}>{entry.name}: {entry.because}</li>)}
      {entering.length > LINES && <li className="dim">{t("and {count} more", { count: entering.length - LINES })}</li>}
    </ul>
  );
}
