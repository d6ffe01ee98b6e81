import { Button, NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { type ActionEffect, previewAction } from "../../api/impactActions";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import classes from "../impact/Impact.module.css";
import { wordOf } from "../impact/words";
import { Pick } from "../scenarios/Adding";

interface Props {
  effects: readonly ActionEffect[];
  /** The effects are not those in force. */
  isChanged: boolean;
}

/** What an action would bring into a question about one CI, by the table as it stands on the page. */
export function TryAction({ effects, isChanged }: Props) {
  const actions = [...new Set(effects.map(({ action }) => action))];
  const [chosen, setChosen] = useState("");
  const [ci, setCI] = useState<[uid: string, name: string]>(["", ""]);
  const action = actions.includes(chosen) ? chosen : (actions[0] ?? "");
  const trying = useMutation({ mutationFn: () => previewAction(action, ci[0], isChanged ? effects : null) });
  return (
    <section className="panel" aria-labelledby="try-action">
      <h2 id="try-action">{t("Try it on a CI")}</h2>
      <div className={classes.form}>
        <NativeSelect
          label={t("What is done")} value={action} data={actions.map((one) => ({ value: one, label: wordOf(one) }))}
          onChange={(event) => { setChosen(event.currentTarget.value); trying.reset(); }}
        />
        <Pick label={t("To which CI")} chosen={ci[1]} choose={(uid, name) => { setCI([uid, name]); trying.reset(); }} />
        <Button variant="default" disabled={ci[0] === "" || action === ""} loading={trying.isPending} onClick={() => { trying.mutate(); }}>{t("What would it do?")}</Button>
      </div>
      <ErrorLine text={trying.error && described(trying.error)} />
      <div role="status">
        {trying.data?.length === 0 && <p>{t("Nothing: the table names no effect of it on such a CI.")}</p>}
        {trying.data && trying.data.length > 0 && (
          <ul aria-label={t("What it would bring about")}>
            {trying.data.map((entry) => <li key={`${entry.uid} ${entry.action}`}>{entry.name}: {entry.because}</li>)}
          </ul>
        )}
      </div>
    </section>
  );
}
