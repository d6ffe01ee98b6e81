import { NativeSelect } from "@mantine/core";

import type { ImportSheet, SheetMapping } from "../../api/imports";
import type { Schema } from "../../api/types";
import { t } from "../../locales/i18n";
import classes from "./mapping.module.css";
import { classesOf, withMeant } from "./sources";

interface Props {
  sheet: ImportSheet;
  mapping: SheetMapping;
  schema: Schema;
  change: (mapping: SheetMapping) => void;
}

/** The class of the rows: one for all, or what a column says, value by value. */
export function ClassOfRows({ sheet, mapping, schema, change }: Props) {
  const column = mapping.class_column;
  const meant = mapping.class_values ?? {};
  const offered = classesOf(schema).map(({ name, label }) => ({ value: name, label }));
  const values = sheet.columns.find(({ name }) => name === column)?.values ?? [];
  return (
    <div className={classes.part}>
      <div className={classes.fields}>
        <NativeSelect
          label={column === "" ? t("Class of the rows") : t("Class of rows where {column} is empty", { column })} value={mapping.ci_class}
          onChange={({ currentTarget }) => { change({ ...mapping, ci_class: currentTarget.value, relations: column === "" ? [] : mapping.relations }); }}
          data={[...(mapping.ci_class && column === "" ? [] : [{ value: "", label: t("none") }]), ...offered]}
        />
        <NativeSelect
          label={t("Column that says the class")} value={column}
          onChange={({ currentTarget: { value } }) => {
            const attributes = (mapping.attributes ?? []).filter((entry) => entry.column !== value || value === "");
            change({ ...mapping, class_column: value, class_values: {}, attributes });
          }}
          data={[{ value: "", label: t("none: all rows are of one class") }, ...sheet.columns.map(({ name }) => name)]}
        />
      </div>
      {column !== "" && (
        <fieldset className={classes.group}>
          <legend>{t("Classes that {column} says", { column })}</legend>
          <div className={classes.fields}>
            {[...new Set([...values, ...Object.keys(meant)])].map((text) => (
              <NativeSelect
                key={text} size="xs" label={t("{text} means", { text })} value={meant[text] ?? ""}
                onChange={({ currentTarget }) => { change({ ...mapping, class_values: withMeant(meant, text, currentTarget.value) }); }}
                data={[{ value: "", label: t("the class of that name") }, ...offered]}
              />
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}
