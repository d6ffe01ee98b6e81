import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { applyKnownError, type KnownError, knownErrorsQuery } from "../../api/recordInsight";
import type { RecordDetail } from "../../api/records";
import { AppLink } from "../../components/AppLink";
import { recordHref } from "../../components/links";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import classes from "./records.module.css";

function fitWord(fit: KnownError["fits_by"]): string {
  const words: Record<KnownError["fits_by"], string> = {
    cause: t("its CI at fault is affected here"), affected: t("it affects the same"), text: t("its words are like these"),
  };
  return words[fit];
}

interface Props {
  record: RecordDetail;
  applied: (record: RecordDetail, said: string) => void;
}

/** Known errors that fit an incident, with their workarounds: named and said here with one press. */
export function KnownErrors({ record, applied }: Props) {
  const known = useQuery(knownErrorsQuery(record.number, record.revision)).data ?? [];
  const applying = useMutation({
    mutationFn: (problem: string) => applyKnownError(record.number, problem),
    onSuccess: (after, problem) => { applied(after, t("The workaround of {problem} is said here.", { problem })); },
  });
  if (known.length === 0) return null;
  const named = record.values.find(({ field }) => field === "problem");
  return (
    <section className="panel" aria-label={t("Known errors that fit")}>
      <h2>{t("Known errors that fit")}</h2>
      {known.map(({ record: problem, fits_by: fit, workaround }) => (
        <div key={problem.number}>
          <p className={classes.head}>
            <AppLink href={recordHref(problem)}>{problem.number}</AppLink> <strong>{problem.title}</strong> <span className="dim">{fitWord(fit)}</span>
            {named?.may_change && named.value !== problem.number && <Button size="compact-xs" variant="default" loading={applying.isPending} aria-label={t("Apply the workaround of {number}", { number: problem.number })} onClick={() => { applying.mutate(problem.number); }}>{t("Apply workaround")}</Button>}
          </p>
          <div className={classes.text}>{workaround}</div>
        </div>
      ))}
      <ErrorLine text={applying.error && described(applying.error)} />
    </section>
  );
}
