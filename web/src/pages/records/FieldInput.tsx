import { NativeSelect, Textarea, TextInput } from "@mantine/core";

import type { RecordField } from "../../api/records";
import { t } from "../../locales/i18n";

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
  const shared = { label: field.label, description: field.help, required, "data-autofocus": hasFocus || undefined };
  if (field.choices.length > 0) {
    const none = required && value !== "" ? [] : [{ value: "", label: t("not said") }];
    return <NativeSelect {...shared} value={value} data={[...none, ...field.choices]} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
  }
  const text = { ...shared, value, maxLength: field.longest };
  if (field.kind === "text") return <Textarea {...text} autosize minRows={2} maxRows={12} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
  const placeholder = field.kind === "time" ? "2027-01-31T12:00:00Z" : undefined;
  return <TextInput {...text} placeholder={placeholder} onChange={({ currentTarget }) => { change(currentTarget.value); }} />;
}
