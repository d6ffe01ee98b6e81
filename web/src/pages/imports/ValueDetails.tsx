import { NativeSelect, TextInput } from "@mantine/core";

import type { ValueFrom } from "../../api/imports";
import type { Attribute } from "../../components/schema";
import { t } from "../../locales/i18n";
import classes from "./mapping.module.css";
import { withMeant } from "./sources";

interface ValueProps {
  label: string;
  attribute: Attribute | undefined;
  value: string;
  change: (value: string) => void;
  /** What an empty value is called where it can be chosen. */
  nothing?: string;
}

/** A value of an attribute as a file says it: a choice where the schema names them, else text that counts when it is left. */
export function ValueField({ label, attribute, value, change, nothing = "–" }: ValueProps) {
  const choices = attribute?.kind === "boolean" ? ["true", "false"] : attribute?.choices ?? [];
  if (choices.length > 0) {
    return (
      <NativeSelect
        size="xs" label={label} value={value} onChange={({ currentTarget }) => { change(currentTarget.value); }}
        data={[{ value: "", label: nothing }, ...choices, ...(value === "" || choices.includes(value) ? [] : [value])]}
      />
    );
  }
  return (
    <TextInput
      key={value} size="xs" label={label} defaultValue={value} maxLength={1000}
      onBlur={({ currentTarget }) => { if (currentTarget.value !== value) change(currentTarget.value); }}
      onKeyDown={(event) => { if (event.key === "Enter") event.currentTarget.blur(); }}
    />
  );
}

interface Props {
  entry: ValueFrom;
  attribute: Attribute | undefined;
  /** The different values of the column, none where there are many. */
  values: readonly string[];
  change: (entry: ValueFrom) => void;
}

/** What single values of a column mean, and what an empty cell means. */
export function ValueDetails({ entry, attribute, values, change }: Props) {
  const meant = entry.values ?? {};
  const texts = [...new Set([...values, ...Object.keys(meant)])];
  const told = Object.entries(meant).map(([text, value]) => `${text} → ${value}`);
  const summary = [...told, ...(entry.constant ? [t("empty → {value}", { value: entry.constant })] : [])].join(", ");
  const name = entry.column;
  return (
    <details className={classes.details}>
      <summary aria-label={t("Values of {column}", { column: name })}>{summary === "" ? t("as they are") : summary}</summary>
      <div className={classes.fields}>
        <ValueField
          label={t("Empty cells mean")} attribute={attribute} value={entry.constant}
          change={(constant) => { change({ ...entry, constant }); }}
        />
        {texts.map((text) => (
          <ValueField
            key={text} label={t("{text} means", { text })} attribute={attribute} value={meant[text] ?? ""} nothing={t("as it is")}
            change={(value) => { change({ ...entry, values: withMeant(meant, text, value) }); }}
          />
        ))}
      </div>
      {texts.length === 0 && <p className="dim">{t("The column has too many different values to say here what each means.")}</p>}
    </details>
  );
}
