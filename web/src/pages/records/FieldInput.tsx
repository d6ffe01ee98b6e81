import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { RecordField } from "../../api/records";
import { scenariosQuery } from "../../api/scenarios";
import { t } from "../../locales/i18n";
import { localTime, utcTime } from "./rows";
import { RowsInput } from "./RowsInput";

interface Props {
  field: RecordField;
  value: string;
  change: (value: string) => void;
  /** Needed here, though not everywhere. */
  isNeeded?: boolean;
  hasFocus?: boolean;
}

/** One field of a record, as its declaration says. */
export function FieldInput({ field, value, change, isNeeded = false, hasFocus = false }: Props) {
  const required = isNeeded || field.is_required;
  if (field.kind === "rows") return <RowsInput field={field} value={value} change={change} hasFocus={hasFocus} />;
  const shared = { label: field.label, description: field.help, required, "data-autofocus": hasFocus || undefined };
  if (field.choices.length > 0) {
    const none = required && value !== "" ? [] : [{ value: "", label: t("not said") }];
    return <NativeSelect {...shared} value={value} data={[...none, ...field.choices]} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
  }
  const text = { ...shared, value, maxLength: field.longest };
  if (field.kind === "text") return <Textarea {...text} autosize minRows={2} maxRows={12} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
  const Own = OF_KIND[field.kind];
  if (Own) return <Own {...shared} value={value} change={change} />;
  const placeholder = field.kind === "time" ? "2027-01-31T12:00:00Z" : undefined;
  return <TextInput {...text} placeholder={placeholder} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
}

interface PlannedProps {
  label: string;
  description: string;
  required: boolean;
  value: string;
  change: (value: string) => void;
}

/** A time that may come, by the clock of the browser. */
function PlannedInput({ value, change, ...shared }: PlannedProps) {
  return <TextInput {...shared} type="datetime-local" value={localTime(value)} onChange={({ currentTarget }) => { change(utcTime(currentTarget.value)); }} />;
}

/** A day, as it is written on paper. */
function DayInput({ value, change, ...shared }: PlannedProps) {
  return <TextInput {...shared} type="date" value={value} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
}

/** A scenario that everybody sees. */
function ScenarioInput({ value, change, ...shared }: PlannedProps) {
  const listed = (useQuery(scenariosQuery).data ?? []).filter(({ is_shared: isShared }) => isShared).map(({ scenario_id, name }) => ({ value: scenario_id, label: name }));
  const isKnown = value === "" || listed.some((one) => one.value === value);
  const data = [{ value: "", label: t("not said") }, ...(isKnown ? [] : [{ value, label: value }]), ...listed];
  return <NativeSelect {...shared} value={value} data={data} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
}

const OF_KIND: Readonly<Partial<Record<RecordField["kind"], typeof DayInput>>> = { planned: PlannedInput, date: DayInput, scenario: ScenarioInput };
