import { Button, CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { impactActionsQuery } from "../../api/impact";
import type { RecordField } from "../../api/records";
import { t } from "../../locales/i18n";
import changes from "../changes/changes.module.css";
import { wordOf } from "../impact/words";
import { rowsOf, type Row, textOfRows } from "./rows";

interface Props {
  field: RecordField;
  value: string;
  change: (value: string) => void;
  hasFocus?: boolean;
}

/** A list of rows, each with a value for every column. */
export function RowsInput({ field, value, change, hasFocus = false }: Props) {
  // Rows that are still empty are not part of the value.
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(value));
  const set = (next: readonly Row[]) => {
    setRows(next);
    change(textOfRows(next));
  };
  return (
    <fieldset className={changes.rows}>
      <legend>{field.label}</legend>
      <span className="dim">{field.help}</span>
      {rows.map((row, index) => (
        <div key={index} className={changes.row}>
          {field.columns.map(({ name, label, longest }) => (
            <TextInput
              key={name} label={t("{label} {turn}", { label, turn: index + 1 })} value={row[name] ?? ""} maxLength={longest}
              onChange={({ currentTarget }) => { set(rows.map((other, at) => (at === index ? { ...other, [name]: currentTarget.value } : other))); }}
            />
          ))}
          <CloseButton size={30} aria-label={t("Leave out row {turn}", { turn: index + 1 })} onClick={() => { set(rows.filter((_, at) => at !== index)); }} />
        </div>
      ))}
      <div><Button variant="default" size="compact-sm" data-autofocus={hasFocus || undefined} onClick={() => { set([...rows, {}]); }}>{t("Another row: {label}", { label: field.label.toLowerCase() })}</Button></div>
    </fieldset>
  );
}

interface AffectedProps extends Omit<Props, "hasFocus"> {
  affects: readonly (readonly [uid: string, name: string])[];
}

/** What is done to each CI that a record affects; nothing said takes it down. */
export function ActionsInput({ field, value, change, affects }: AffectedProps) {
  const table = useQuery(impactActionsQuery);
  const rows = rowsOf(value);
  if (affects.length === 0) return null;
  const set = (uid: string, action: string) => {
    const others = rows.filter(({ ci }) => ci !== uid && affects.some(([other]) => other === ci));
    change(textOfRows(action === "" ? others : [...others, { ci: uid, action }]));
  };
  return (
    <fieldset className={changes.rows}>
      <legend>{field.label}</legend>
      {affects.map(([uid, name]) => (
        <NativeSelect
          key={uid} label={name} value={rows.find(({ ci }) => ci === uid)?.["action"] ?? ""} onChange={({ currentTarget }) => { set(uid, currentTarget.value); }}
          data={[{ value: "", label: t("is taken down") }, ...(table.data?.actions ?? []).map((action) => ({ value: action, label: wordOf(action) }))]}
        />
      ))}
    </fieldset>
  );
}
