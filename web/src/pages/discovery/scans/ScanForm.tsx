import { Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { collectorsQuery, previewScan, saveDefinition, type ScanDefinition, type ScanPlan } from "../../../api/scans";
import { useFocusReturn } from "../../../components/useFocusReturn";
import { t } from "../../../locales/i18n";
import classes from "../../administration/administration.module.css";
import { Choices } from "../../administration/Choices";
import { fieldError, otherError } from "../../administration/problems";
import { ErrorLine } from "../../administration/Result";
import { noWindowIn } from "./blackouts";
import { type Draft, draftOf, METHODS, noPortIn, planOf, SCHEDULES } from "./draft";
import { FactIntervals } from "./FactIntervals";
import { PreviewPanel } from "./PreviewPanel";

interface Props {
  /** The one to change; without one a new scan is defined. */
  definition: ScanDefinition | null;
  saved: (name: string) => void;
  close: (() => void) | null;
}

interface PartProps {
  draft: Draft;
  set: (patch: Partial<Draft>) => void;
  error: Error | null;
}

function Where({ draft, set, error }: PartProps) {
  const known = useQuery(collectorsQuery).data;
  const scopes = known?.network_scopes.map(({ name }) => name) ?? ["default"];
  const able = known?.items.filter((one) => one.network_scope === draft.network_scope) ?? [];
  return (
    <>
      <Textarea
        label={t("Ranges")} description={t("Networks, ranges, addresses.")} placeholder="10.0.0.0/24, 10.0.1.10-50" required withAsterisk={false}
        autosize minRows={2} maxRows={8} value={draft.ranges} error={fieldError(error, "ranges")}
        onChange={(event) => { set({ ranges: event.currentTarget.value }); }}
      />
      <Textarea
        label={t("Without")} autosize minRows={1} maxRows={8} value={draft.exclusions}
        error={fieldError(error, "exclusions")} onChange={(event) => { set({ exclusions: event.currentTarget.value }); }}
      />
      <NativeSelect
        size="xs" label={t("Network scope")} data={scopes.includes(draft.network_scope) ? scopes : [...scopes, draft.network_scope]}
        value={draft.network_scope} onChange={(event) => { set({ network_scope: event.currentTarget.value, collector: "" }); }}
      />
      {able.length > 1 && (
        <NativeSelect
          size="xs" label={t("Collector")} value={draft.collector} onChange={(event) => { set({ collector: event.currentTarget.value }); }}
          data={[{ value: "", label: t("Any of them") }, ...able.map((one) => ({ value: one.collector_id, label: one.name }))]}
        />
      )}
      <Choices label={t("What is tried")} values={METHODS} chosen={draft.methods} error={fieldError(error, "methods")} change={(methods) => { set({ methods }); }} />
    </>
  );
}

function When({ draft, set, error }: PartProps) {
  const noWindow = noWindowIn(draft.blackouts);
  const isOwn = !SCHEDULES.some(({ value }) => value === draft.cron);
  return (
    <>
      <NativeSelect
        size="xs" label={t("Runs")} value={isOwn ? "own" : draft.cron}
        data={[...SCHEDULES.map(({ value, label }) => ({ value, label: label() })), { value: "own", label: t("As written below") }]}
        onChange={(event) => { const { value } = event.currentTarget; set({ cron: value === "own" ? "30 1 * * *" : value }); }}
      />
      {isOwn && (
        <TextInput
          label={t("Schedule")} description={t("Minute, hour, day of month, month, day of week, as in crontab.")} value={draft.cron}
          error={fieldError(error, "cron")} onChange={(event) => { set({ cron: event.currentTarget.value }); }}
        />
      )}
      {draft.cron !== "" && (
        <>
          <TextInput
            label={t("Time zone")} value={draft.time_zone} error={fieldError(error, "time_zone")}
            onChange={(event) => { set({ time_zone: event.currentTarget.value }); }}
          />
          <NumberInput
            size="xs" label={t("Jitter in minutes")} description={t("Starts up to so much later, so that scans do not all start at once.")} hideControls
            min={0} max={1440} allowDecimal={false} value={draft.jitter_minutes} onChange={(value) => { set({ jitter_minutes: Number(value) }); }}
          />
          <FactIntervals intervals={draft.fact_intervals} change={(fact_intervals) => { set({ fact_intervals }); }} />
          <Checkbox label={t("Runs by itself")} checked={draft.is_enabled} onChange={(event) => { set({ is_enabled: event.currentTarget.checked }); }} />
        </>
      )}
      <Textarea
        label={t("Never between")} description={t("Blackout windows, one a line: mon-fri 08:00-17:00. Without days: on working days.")} placeholder="mon-fri 08:00-17:00"
        autosize minRows={1} maxRows={8} value={draft.blackouts}
        error={noWindow === null ? fieldError(error, "blackouts") : t("{entry} is no window: write mon-fri 08:00-17:00.", { entry: noWindow })}
        onChange={(event) => { set({ blackouts: event.currentTarget.value }); }}
      />
    </>
  );
}

function Configuration({ draft, set }: PartProps) {
  return (
    <Checkbox
      label={t("Reads the configuration of applications")} description={t("On the machine, secrets removed. Without it no scan of these addresses does.")}
      checked={draft.reads_configuration} onChange={(event) => { set({ reads_configuration: event.currentTarget.checked }); }}
    />
  );
}

function HowHard({ draft, set, error }: PartProps) {
  const noPort = noPortIn(draft.tcp_ports);
  return (
    <details>
      <summary>{t("How hard, and tags")}</summary>
      <div className={classes.form}>
        <NumberInput
          size="xs" label={t("Packets a second")} description={t("For each subnet.")} hideControls min={1} max={100_000} allowDecimal={false}
          value={draft.packets_per_second} onChange={(value) => { set({ packets_per_second: Number(value) }); }}
        />
        <NumberInput
          size="xs" label={t("Devices at once")} hideControls min={1} max={1000} allowDecimal={false} value={draft.at_once}
          onChange={(value) => { set({ at_once: Number(value) }); }}
        />
        <TextInput
          label={t("TCP ports")} value={draft.tcp_ports}
          error={noPort === null ? fieldError(error, "tcp_ports") : t("{entry} is no port: give numbers from 1 to 65535, like 22, 443.", { entry: noPort })}
          onChange={(event) => { set({ tcp_ports: event.currentTarget.value }); }}
        />
        <TextInput
          label={t("Tags")} description={t("Credentials with one of these tags fit.")} value={draft.tags}
          onChange={(event) => { set({ tags: event.currentTarget.value }); }}
        />
      </div>
    </details>
  );
}

const FIELDS = ["name", "ranges", "exclusions", "methods", "cron", "time_zone", "blackouts", "tcp_ports"];

/** Defines a scan, or changes one; a preview says first what it would touch. */
export function ScanForm({ definition, saved, close }: Props) {
  useFocusReturn();
  const [draft, setDraft] = useState(() => draftOf(definition));
  const set = (patch: Partial<Draft>) => { setDraft((before) => ({ ...before, ...patch })); };
  const previewing = useMutation({ mutationFn: (plan: ScanPlan) => previewScan(plan) });
  const saving = useMutation({
    mutationFn: (plan: ScanPlan) => saveDefinition(definition?.uid ?? null, plan),
    onSuccess: ({ name }) => { saved(name); if (!definition) setDraft(draftOf(null)); previewing.reset(); },
  });
  const submit = (event: SubmitEvent) => { event.preventDefault(); previewing.reset(); saving.mutate(planOf(draft)); };
  const error = saving.error ?? previewing.error;
  const isWrong = noPortIn(draft.tcp_ports) !== null || noWindowIn(draft.blackouts) !== null;
  return (
    <form className={`panel ${classes.form ?? ""}`} onSubmit={submit}>
      <h2>{definition ? t("Change {name}", { name: definition.name }) : t("New scan")}</h2>
      <TextInput
        label={t("Name")} required withAsterisk={false} maxLength={100} autoFocus={definition !== null} value={draft.name} error={fieldError(error, "name")}
        onChange={(event) => { set({ name: event.currentTarget.value }); }}
      />
      <Where draft={draft} set={set} error={error} />
      <Configuration draft={draft} set={set} error={error} />
      <When draft={draft} set={set} error={error} />
      <HowHard draft={draft} set={set} error={error} />
      <ErrorLine text={otherError(error, FIELDS)} />
      {previewing.data && <PreviewPanel preview={previewing.data} />}
      <div className={classes.actions}>
        {close && <Button variant="default" onClick={close}>{t("Cancel")}</Button>}
        <Button
          variant="default" loading={previewing.isPending} disabled={isWrong}
          onClick={() => { saving.reset(); previewing.mutate(planOf({ ...draft, name: draft.name || t("preview") })); }}
        >
          {t("Preview")}
        </Button>
        <Button type="submit" loading={saving.isPending} disabled={isWrong}>{definition ? t("Save") : t("Define the scan")}</Button>
      </div>
    </form>
  );
}

