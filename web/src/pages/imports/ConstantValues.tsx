import { Button } from "@mantine/core";

import type { SheetMapping } from "../../api/imports";
import type { Attribute } from "../../components/schema";
import { t } from "../../locales/i18n";
import { AddChoice } from "./AddChoice";
import classes from "./mapping.module.css";
import { replaced, valueFrom } from "./sources";
import { ValueField } from "./ValueDetails";

interface Props {
  mapping: SheetMapping;
  attributes: readonly Attribute[];
  change: (mapping: SheetMapping) => void;
}

/** Attributes that no column tells: the same value for all rows. */
export function ConstantValues({ mapping, attributes, change }: Props) {
  const entries = mapping.attributes ?? [];
  const free = attributes.filter(({ name }) => !entries.some((entry) => entry.attribute === name));
  return (
    <div className={classes.part}>
      <h3>{t("The same for all rows")}</h3>
      {entries.filter(({ column }) => !column).map((entry) => {
        const attribute = attributes.find(({ name }) => name === entry.attribute);
        const label = attribute?.label ?? entry.attribute;
        return (
          <div key={entry.attribute} className={classes.fields}>
            <ValueField
              label={label} attribute={attribute} value={entry.constant}
              change={(constant) => { change({ ...mapping, attributes: replaced(entries, entry, { ...entry, constant }) }); }}
            />
            <Button
              variant="default" size="xs" style={{ justifySelf: "start" }} aria-label={t("Leave out {name}", { name: label })}
              onClick={() => { change({ ...mapping, attributes: replaced(entries, entry, null) }); }}
            >
              {t("Leave out")}
            </Button>
          </div>
        );
      })}
      <AddChoice
        label={t("Give all rows a value of")} nothing={t("choose an attribute")}
        choices={free.map(({ name, label }) => ({ value: name, label }))}
        add={(name) => { change({ ...mapping, attributes: [...entries, valueFrom(name, "")] }); }}
      />
    </div>
  );
}
