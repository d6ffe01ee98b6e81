import { Button, NumberInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { setAgeingRule, type Thresholds, tryAgeingRule } from "../../api/ageing";
import type { ClassAgeing } from "../../api/types";
import { Dialog } from "../../components/Dialog";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import classes from "../edit/edit.module.css";

export const DAY = 86_400;
const LONGEST_DAYS = 3650;
const MOST_ATTEMPTS = 100;

type Effect = Awaited<ReturnType<typeof tryAgeingRule>>;

function effectText({ stale, retired, returned }: Effect): string {
  return t("At the next run {stale} sources become stale, {retired} retired and {returned} active again, with the CIs that only they see.", {
    stale: formatNumber(stale), retired: formatNumber(retired), returned: formatNumber(returned),
  });
}

interface FieldsProps {
  value: Thresholds;
  change: (value: Thresholds) => void;
}

function Fields({ value, change }: FieldsProps) {
  const days = (name: "stale_seconds" | "retired_seconds", label: string) => (
    <NumberInput
      label={label} min={1 / 24} max={LONGEST_DAYS} decimalScale={3} hideControls required value={value[name] / DAY}
      onChange={(given) => { change({ ...value, [name]: Math.round(Number(given) * DAY) }); }}
    />
  );
  const attempts = (name: "stale_attempts" | "retired_attempts", label: string) => (
    <NumberInput
      label={label} min={1} max={MOST_ATTEMPTS} allowDecimal={false} hideControls required value={value[name]}
      onChange={(given) => { change({ ...value, [name]: Number(given) }); }}
    />
  );
  return (
    <>
      {days("stale_seconds", t("Stale after so many days"))}
      {attempts("stale_attempts", t("and so many failed attempts"))}
      {days("retired_seconds", t("Retired after so many days more"))}
      {attempts("retired_attempts", t("and so many failed attempts more"))}
    </>
  );
}

interface Props {
  entry: ClassAgeing;
  done: (text: string) => void;
  close: () => void;
}

/** Changes the thresholds of a class; says what it would do before it is done. */
export function AgeingDialog({ entry, done, close }: Props) {
  const { stale_seconds, stale_attempts, retired_seconds, retired_attempts } = entry;
  const [value, setValue] = useState<Thresholds>({ stale_seconds, stale_attempts, retired_seconds, retired_attempts });
  const [reason, setReason] = useState("");
  const trying = useMutation({ mutationFn: () => tryAgeingRule(entry.ci_class, value) });
  const saving = useMutation({
    mutationFn: () => setAgeingRule(entry.ci_class, value, reason),
    onSuccess: (effect) => {
      close();
      done(`${t("{name} ages by other thresholds now.", { name: entry.label })} ${effectText(effect)}`);
    },
  });
  const failed = saving.error ?? trying.error;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={t("When is a {name} stale and retired?", { name: entry.label })} close={close}>
      <form className={classes.form} onSubmit={submit}>
        <Fields value={value} change={(next) => { setValue(next); trying.reset(); }} />
        <TextInput label={t("Why")} maxLength={500} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        <p role="status" style={{ margin: 0 }}>{trying.data && effectText(trying.data)}</p>
        <ErrorLine text={failed && described(failed)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button variant="default" loading={trying.isPending} onClick={() => { trying.mutate(); }}>{t("What would it do?")}</Button>
          <Button type="submit" loading={saving.isPending}>{t("Save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
