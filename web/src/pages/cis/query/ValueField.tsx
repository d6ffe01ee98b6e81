import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";

import { queryValues } from "../../../api/queries";
import type { QueryField } from "../../../api/types";
import { t } from "../../../locales/i18n";
import classes from "./Query.module.css";
import type { Condition } from "./tree";

const PAUSE_MS = 200;

interface Props {
  field: QueryField;
  condition: Condition;
  set: (condition: Condition) => void;
}

/** The value to compare with: one of the declared choices, or a text with suggestions from what CIs have. */
export function ValueField({ field, condition, set }: Props) {
  const isList = condition.operator.endsWith("in");
  const value = condition.values.join(", ");
  const [settled] = useDebouncedValue(isList ? "" : value, PAUSE_MS);
  const known = useQuery({ ...queryValues(field.name, settled), enabled: field.kind !== "number" && field.kind !== "time" });
  const id = useId();
  if (field.choices.length > 0 && ["=", "!="].includes(condition.operator)) {
    return (
      <NativeSelect
        size="xs" className={classes.value ?? ""} aria-label={t("Value")} value={value} data={["", ...field.choices]}
        onChange={(event) => { set({ ...condition, values: [event.currentTarget.value] }); }}
      />
    );
  }
  return (
    <>
      <TextInput
        size="xs" className={classes.value ?? ""} aria-label={t("Value")} value={value} list={id}
        placeholder={isList ? t("several, with commas") : hintOf(field, condition)}
        onChange={(event) => { set({ ...condition, values: isList ? listed(event.currentTarget.value) : [event.currentTarget.value] }); }}
      />
      <datalist id={id}>{known.data?.map((one) => <option key={one} value={one} />)}</datalist>
    </>
  );
}

/** The values in a text with commas; the last one may still be empty while it is typed. */
function listed(text: string): string[] {
  return text.split(",").map((one) => one.trimStart());
}

function hintOf(field: QueryField, { operator }: Condition): string {
  if (operator.endsWith("than")) return t("7 days");
  if (field.kind === "time") return "2026-01-31";
  return field.unit === "bytes" ? "8 GiB" : (field.unit ?? "");
}
