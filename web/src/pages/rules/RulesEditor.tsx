import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { type FieldError, Problem } from "../../api/problem";
import { dryRunRules, previewRules, saveRules, tooBroad } from "../../api/rules";
import type { Rule, Rules, RulesDryRun, Schema, SearchHit } from "../../api/types";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine, ResultLine, useResult } from "../administration/Result";
import classes from "../edit/edit.module.css";
import { TargetPicker } from "../edit/TargetPicker";
import { Outcome, Samples } from "./Outcome";
import { RuleRow } from "./RuleRow";

const NEW_RULE: Rule = {
  source: "", priority: 90, ci_class: "", attribute: "", max_age_seconds: 0, allow_null: false, condition: "", note: "",
};

function Preview({ rules }: { rules: Rule[] }) {
  const [target, setTarget] = useState<SearchHit | null>(null);
  const trying = useMutation({ mutationFn: (uid: string) => previewRules(rules, uid) });
  return (
    <section aria-label={t("Preview on one CI")} className={classes.form}>
      <TargetPicker
        label={t("Preview on one CI")} besides="" target={target}
        choose={(hit) => { setTarget(hit); if (hit) trying.mutate(hit.uid); else trying.reset(); }}
      />
      {trying.data && (trying.data.ci ? <Samples samples={[trying.data.ci]} /> : <p role="status">{t("It would stay as it is.")}</p>)}
      <ErrorLine text={otherError(trying.error, [])} />
    </section>
  );
}

/** The rules as a form: tried on one CI, on all, then saved and applied. */
export function RulesEditor({ stored, schema }: { stored: Rules; schema: Schema }) {
  const queries = useQueryClient();
  const [rules, setRules] = useState<Rule[]>(stored.rules);
  const [reason, setReason] = useState("");
  const [left, setLeft] = useState<number | null>(null);
  const [result, tell] = useResult();
  const trying = useMutation({ mutationFn: () => dryRunRules(rules, ({ left: more }) => { setLeft(more); }), onSettled: () => { setLeft(null); } });
  const saving = useMutation({
    mutationFn: (confirmed: number | null) => saveRules({ rules, reason, version: stored.version, confirmed }, setLeft),
    onSuccess: (changed) => {
      tell({ state: "up", text: t("The rules hold; {count, plural, one {# CI has} other {# CIs have}} changed.", { count: changed }) });
      trying.reset();
      void queries.invalidateQueries();
    },
    onSettled: () => { setLeft(null); },
  });
  const broad = tooBroad(saving.error);
  const change = (next: Rule[]) => { setRules(next); trying.reset(); saving.reset(); };
  const failed = trying.error ?? (broad === null ? saving.error : null);
  const isShownByRule = rules.some((_, place) => firstError(failed, place) !== null || mistakeIn(failed, place) !== null);
  const isBusy = trying.isPending || saving.isPending;
  const found: RulesDryRun | undefined = trying.data;
  return (
    <div className={classes.rules}>
      <ResultLine result={result} />
      {rules.length === 0 && <p className="dim">{t("No rules: the kind of source with the higher priority counts.")}</p>}
      {rules.map((rule, place) => (
        <RuleRow
          key={place} rule={rule} place={place} schema={schema}
          error={firstError(failed, place)} mistake={mistakeIn(failed, place)}
          change={(next) => { change(rules.map((one, index) => (index === place ? next : one))); }}
          remove={() => { change(rules.filter((_, index) => index !== place)); }}
        />
      ))}
      <div className={classes.bar}>
        <Button variant="default" onClick={() => { change([...rules, NEW_RULE]); }}>{t("Add a rule")}</Button>
        <Button variant="default" loading={trying.isPending} disabled={isBusy} onClick={() => { trying.mutate(); }}>{t("Dry run over everything")}</Button>
        {left !== null && <span role="status">{t("{left} CIs are left", { left: formatNumber(left) })}</span>}
      </div>
      <ErrorLine text={failed && !isShownByRule ? otherError(failed, []) : null} />
      {found && <Outcome found={found} />}
      <Preview rules={rules} />
      <TextInput size="xs" label={t("Reason")} maxLength={1000} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
      {broad !== null && (
        <div className={classes.bar} role="alert">
          <span className="state" data-state="degraded"><span aria-hidden>▲</span> {t("These rules would change most CIs: {count}.", { count: formatNumber(broad) })}</span>
          <Button onClick={() => { saving.mutate(broad); }}>{t("Change {count} CIs", { count: formatNumber(broad) })}</Button>
        </div>
      )}
      <div className={classes.actions}>
        <Button loading={saving.isPending} disabled={isBusy} onClick={() => { saving.mutate(null); }}>{t("Save and apply")}</Button>
      </div>
    </div>
  );
}

const FIELDS = ["source", "priority", "ci_class", "attribute", "max_age_seconds", "allow_null", "note"];

/** What is wrong with the condition of a rule, and where in it. */
function mistakeIn(error: Error | null, place: number): FieldError | null {
  const found = error instanceof Problem ? error.fields.find(({ field }) => field === `rules.${place}.condition`) : undefined;
  return found ?? null;
}

/** What is wrong with a rule, by the first of its fields. */
function firstError(error: Error | null, place: number): string | null {
  const where = `rules.${place}`;
  const named = FIELDS.map((field) => fieldError(error, `${where}.${field}`)).find((text) => text !== null);
  return named ?? fieldError(error, where);
}
