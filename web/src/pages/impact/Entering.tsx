import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { impactActionsQuery } from "../../api/impact";
import { scenariosQuery } from "../../api/scenarios";
import type { Picture } from "../../api/types";
import { AppLink } from "../../components/AppLink";
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

/** The scenario that is asked of; its page compares it with how things are. */
export function ScenarioPicker({ state: { question }, actions }: Props) {
  const kept = useQuery(scenariosQuery);
  const listed = (kept.data ?? []).map(({ scenario_id, name }) => ({ value: scenario_id, label: name }));
  const isKnown = question.scenario === "" || listed.some(({ value }) => value === question.scenario);
  if (listed.length === 0 && isKnown) return <AppLink href="/scenarios">{t("What if…")}</AppLink>;
  return (
    <>
      <NativeSelect
        aria-label={t("Scenario")}
        value={question.scenario}
        onChange={(event) => { actions.ask({ ...question, scenario: event.currentTarget.value }); }}
        data={[{ value: "", label: t("as things are") }, ...(isKnown ? [] : [{ value: question.scenario, label: question.scenario }]), ...listed]}
      />
      <AppLink href={question.scenario === "" ? "/scenarios" : `/scenarios?id=${question.scenario}`}>{t("Scenarios")}</AppLink>
    </>
  );
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
