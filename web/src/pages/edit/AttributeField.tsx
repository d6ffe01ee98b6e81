import { NativeSelect, TextInput } from "@mantine/core";

import { type Attribute, useClassLabel } from "../../components/schema";
import { t } from "../../locales/i18n";

interface Props {
  attribute: Attribute;
  text: string;
  error: string | null;
  change: (text: string) => void;
}

function choicesOf({ kind, choices }: Attribute, labelOf: (value: string) => string): { value: string; label: string }[] | null {
  const nothing = { value: "", label: "–" };
  if (kind === "boolean") return [nothing, { value: "true", label: t("yes") }, { value: "false", label: t("no") }];
  return choices.length > 0 ? [nothing, ...choices.map((value) => ({ value, label: labelOf(value) }))] : null;
}

/** One attribute of a form: a choice where the schema names them, else text. */
export function AttributeField({ attribute, text, error, change }: Props) {
  const { label, doc, unit, kind } = attribute;
  const classLabel = useClassLabel();
  const choices = choicesOf(attribute, (value) => (attribute.name === "ci_class" ? classLabel(value) : value));
  const shared = {
    label: unit ? `${label} (${unit})` : label,
    description: kind === "string_list" ? `${doc} ${t("Several with commas between them.")}` : doc,
    error,
    value: text,
  };
  if (choices) return <NativeSelect size="xs" {...shared} data={choices} onChange={(event) => { change(event.currentTarget.value); }} />;
  return <TextInput size="xs" {...shared} onChange={(event) => { change(event.currentTarget.value); }} />;
}
