import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { openProblemOf, type SuggestedProblem, suggestedProblemsQuery } from "../../api/recordInsight";
import { meQuery } from "../../api/session";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import { Dialog } from "../../components/Dialog";
import { recordHref } from "../../components/links";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import classes from "./records.module.css";

const SHOWN = 5;

function sharedWord({ shared }: SuggestedProblem): string {
  const words: Record<SuggestedProblem["shared"], string> = {
    cause: t("the same CI was at fault:"), affected: t("they affect the same:"),
    path: t("what they affect needs the same:"), text: t("their titles are alike"),
  };
  return words[shared];
}

/** Incidents that may have one problem behind them, for who works on records; nothing where there are none. */
export function SuggestedProblems() {
  const isWorker = useQuery(meQuery).data?.permissions.includes("work") ?? false;
  const found = useQuery({ ...suggestedProblemsQuery, enabled: isWorker }).data ?? [];
  const [chosen, setChosen] = useState<SuggestedProblem | null>(null);
  if (!isWorker || found.length === 0) return null;
  return (
    <section className="panel" aria-label={t("Problems that incidents suggest")}>
      <h2>{t("Problems that incidents suggest")}</h2>
      <ul>
        {found.map((one) => {
          const numbers = one.incidents.map(({ number }) => number);
          return (
            <li key={numbers.join()} className={classes.head}>
              <span>
                {t("{count} incidents", { count: numbers.length })} ({one.incidents.slice(0, SHOWN).map((incident, index) => <span key={incident.number}>{index > 0 && ", "}<AppLink href={recordHref(incident)} title={incident.title}>{incident.number}</AppLink></span>)}{numbers.length > SHOWN && " …"}): {sharedWord(one)} {one.ci && <CILink ci={one.ci} withClass isInText />}
              </span>
              <Button size="compact-xs" variant="default" aria-label={t("Open a problem behind {numbers}", { numbers: numbers.slice(0, SHOWN).join(", ") })} onClick={() => { setChosen(one); }}>{t("Open a problem…")}</Button>
            </li>
          );
        })}
      </ul>
      {chosen && <Opening suggested={chosen} close={() => { setChosen(null); }} />}
    </section>
  );
}

function Opening({ suggested: { shared, ci, incidents }, close }: { suggested: SuggestedProblem; close: () => void }) {
  const [title, setTitle] = useState(ci && shared !== "text" ? t("Repeated incidents of {name}", { name: ci.name }) : incidents[0]?.title ?? "");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const label = t("A problem behind {count} incidents", { count: incidents.length });
  const opening = useMutation({
    mutationFn: () => openProblemOf(title, incidents.map(({ number }) => number), shared === "cause" && ci ? ci.uid : ""),
    onSuccess: (record) => {
      void queries.invalidateQueries({ queryKey: ["records"] });
      void navigate({ to: recordHref(record) } as never);
    },
  });
  return (
    <Dialog title={label} close={close}>
      <form className={administration.form} aria-label={label} onSubmit={(event) => { event.preventDefault(); opening.mutate(); }}>
        <TextInput label={t("Title")} required maxLength={200} data-autofocus value={title} onChange={({ currentTarget }) => { setTitle(currentTarget.value); }} />
        <ErrorLine text={opening.error && described(opening.error)} />
        <Button type="submit" loading={opening.isPending}>{t("Open it")}</Button>
      </form>
    </Dialog>
  );
}
