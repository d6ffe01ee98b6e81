import { Button, NumberInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { saveStandardRule, type StandardRule, standardRuleQuery } from "../../api/templates";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useResult } from "../administration/Result";

function Form({ rule }: { rule: StandardRule }) {
  const [wanted, setWanted] = useState(rule);
  const [result, tell] = useResult();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: saveStandardRule,
    onSuccess: (kept) => {
      setWanted(kept);
      tell({ state: "up", text: t("The rule is saved.") });
      void queries.invalidateQueries({ queryKey: ["templates"] });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate(wanted);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className="row">
        <NumberInput size="xs" label={t("Failures")} min={1} max={100} value={wanted.failures} onChange={(value) => { setWanted({ ...wanted, failures: Number(value) }); }} />
        <NumberInput size="xs" label={t("Of the last")} min={1} max={100} value={wanted.of_last} onChange={(value) => { setWanted({ ...wanted, of_last: Number(value) }); }} />
      </div>
      <ErrorLine text={saving.error && described(saving.error)} />
      {saving.isSuccess && <ResultLine result={result} />}
      <div><Button type="submit" size="compact-sm" variant="default" loading={saving.isPending}>{t("Save the rule")}</Button></div>
    </form>
  );
}

/** When a standard change is one no longer. */
export function RuleForm({ mayChange }: { mayChange: boolean }) {
  const rule = useQuery(standardRuleQuery);
  return (
    <section className={`panel ${classes.form ?? ""}`} aria-label={t("When a standard change is one no longer")}>
      <h2>{t("When a standard change is one no longer")}</h2>
      <Loaded query={rule} what={t("The rule could not be loaded.")}>
        {(found) => (
          <>
            <p>{t("Once {failures} of the last {of_last} changes from it failed or were backed out; at once, and until somebody promotes it again.", found)}</p>
            {mayChange && <Form rule={found} />}
          </>
        )}
      </Loaded>
    </section>
  );
}
