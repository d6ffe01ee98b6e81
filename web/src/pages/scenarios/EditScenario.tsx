import { Button, Checkbox, CloseButton, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueries } from "@tanstack/react-query";
import { type ReactNode, type SubmitEvent, useState } from "react";

import { ciQuery } from "../../api/cis";
import { replaceScenario, saveScenario } from "../../api/scenarios";
import type { Scenario, ScenarioWanted } from "../../api/types";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { stateWord } from "../../locales/labels";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import edit from "../edit/edit.module.css";
import { wordOf } from "../impact/words";
import { AddChange, AddFailing } from "./Adding";
import { ciChangeWords, namesOf, relationshipChangeWords } from "./words";

const NEW: ScenarioWanted = {
  name: "", description: "", is_shared: false,
  question: { down: [], degraded: [], actions: [], after_seconds: 0, changes: { cis: [], relationships: [] } },
};

interface Props {
  scenario: Scenario | null;
  close: () => void;
  saved: (scenario: Scenario) => void;
}

/** The names of CIs that are in a scenario: those just picked, and those that are looked up. */
function useNames({ question }: ScenarioWanted, picked: ReadonlyMap<string, string>) {
  const { cis, relationships } = question.changes;
  const uids = [...new Set([...namesOf({ question }), ...cis.map(({ uid }) => uid), ...relationships.flatMap(({ source, target }) => [source, target])])];
  const asked = uids.filter((uid) => uid.startsWith("ci_") && !picked.has(uid));
  const found = useQueries({ queries: asked.map((uid) => ciQuery(uid)) });
  const names = new Map(asked.map((uid, index) => [uid, found[index]?.data?.name ?? uid]));
  return (uid: string) => picked.get(uid) ?? names.get(uid) ?? uid;
}

/** Makes or changes a scenario. */
export function EditScenario({ scenario, close, saved }: Props) {
  const [wanted, setWanted] = useState<ScenarioWanted>(scenario ? { name: scenario.name, description: scenario.description, is_shared: scenario.is_shared, question: scenario.question } : NEW);
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const nameOf = useNames(wanted, picked);
  const saving = useMutation({ mutationFn: () => (scenario ? replaceScenario(scenario, wanted) : saveScenario(wanted)), onSuccess: saved });
  const { question } = wanted;
  const ask = (patch: Partial<ScenarioWanted["question"]>) => { setWanted({ ...wanted, question: { ...question, ...patch } }); };
  const note = (uid: string, name: string) => { setPicked(new Map([...picked, [uid, name]])); };
  const { cis, relationships } = question.changes;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={scenario ? t("Edit {name}", { name: scenario.name }) : t("New scenario")} close={close} isWide>
      <form className={edit.form} onSubmit={submit}>
        <TextInput label={t("Name")} required maxLength={100} value={wanted.name} data-autofocus onChange={(event) => { setWanted({ ...wanted, name: event.currentTarget.value }); }} />
        <Textarea label={t("What it is about")} maxLength={2000} autosize value={wanted.description} onChange={(event) => { setWanted({ ...wanted, description: event.currentTarget.value }); }} />
        <Checkbox label={t("Shared with everybody")} checked={wanted.is_shared} onChange={(event) => { setWanted({ ...wanted, is_shared: event.currentTarget.checked }); }} />
        <h3>{t("Fails")}</h3>
        <ul>
          {question.down.map((uid) => <Line key={`down ${uid}`} remove={() => { ask({ down: without(question.down, uid) }); }}>{nameOf(uid)} {stateWord("down").toLowerCase()}</Line>)}
          {question.degraded.map((uid) => <Line key={`degraded ${uid}`} remove={() => { ask({ degraded: without(question.degraded, uid) }); }}>{nameOf(uid)} {stateWord("degraded").toLowerCase()}</Line>)}
          {question.actions.map((entry, index) => <Line key={`${entry.action} ${entry.uid}`} remove={() => { ask({ actions: question.actions.filter((_, at) => at !== index) }); }}>{nameOf(entry.uid)} {wordOf(entry.action)}</Line>)}
        </ul>
        <AddFailing question={question} ask={ask} note={note} />
        <h3>{t("Is different")}</h3>
        <ul>
          {cis.map((change, index) => <Line key={`ci ${index}`} remove={() => { ask({ changes: { relationships, cis: cis.filter((_, at) => at !== index) } }); }}>{ciChangeWords(change, nameOf)}</Line>)}
          {relationships.map((change, index) => <Line key={`relationship ${index}`} remove={() => { ask({ changes: { cis, relationships: relationships.filter((_, at) => at !== index) } }); }}>{relationshipChangeWords(change, nameOf)}</Line>)}
        </ul>
        <AddChange changes={question.changes} change={(changes) => { ask({ changes }); }} note={note} />
        <ErrorLine text={saving.error && described(saving.error)} />
        <div className={edit.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={saving.isPending}>{t("Keep")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function without(uids: readonly string[], uid: string): string[] {
  return uids.filter((other) => other !== uid);
}

function Line({ children, remove }: { children: ReactNode; remove: () => void }) {
  return <li>{children} <CloseButton size={24} style={{ display: "inline-block", verticalAlign: "middle" }} aria-label={t("Leave it out")} onClick={remove} /></li>;
}
