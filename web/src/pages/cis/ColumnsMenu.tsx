import { Button, NativeSelect, Popover } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useState } from "react";

import type { CIRow } from "../../api/types";
import type { Column } from "../../components/grid/column";
import { t } from "../../locales/i18n";
import { DENSITIES, densityWord } from "../../shell/display";
import { useShortcut } from "../../shell/shortcuts";
import classes from "./CIs.module.css";
import { columnsInUrl, NAME } from "./columnChoice";
import type { ListState } from "./listState";

interface Props {
  state: ListState;
  columns: ReadonlyMap<string, Column<CIRow>>;
}

/** Which columns are shown, how the list is sorted and how high its rows are. */
export function ColumnsMenu({ state, columns }: Props) {
  const [isOpen, setOpen] = useState(false);
  useShortcut("c", t("Columns"), () => { setOpen(true); });
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="xs">
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} />} onClick={() => { setOpen(!isOpen); }}>
          {t("Columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Columns")}>
        <div className={classes.menu} style={{ width: 240 }}>
          <Sorting state={state} columns={columns} />
          <NativeSelect
            size="xs"
            label={t("Row height in this list")}
            value={state.density ?? ""}
            data={[{ value: "", label: t("As everywhere") }, ...DENSITIES.map((one) => ({ value: one, label: densityWord(one) }))]}
            onChange={(event) => { state.change({ density: event.currentTarget.value }); }}
          />
          <Choice state={state} columns={columns} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Sorting({ state, columns }: Props) {
  const sortable = state.choice.all.flatMap((key) => columns.get(key) ?? []).filter(({ sort }) => sort !== undefined);
  const options = sortable.flatMap(({ key, label }) => [
    { value: key, label: t("{column}, ascending", { column: label }) },
    { value: `-${key}`, label: t("{column}, descending", { column: label }) },
  ]);
  return (
    <NativeSelect
      size="xs"
      label={t("Sort by")}
      value={state.sort}
      data={options}
      onChange={(event) => { state.change({ sort: event.currentTarget.value, row: null }); }}
    />
  );
}

function Choice({ state: { choice, columns: shown, change }, columns }: Props) {
  const toggle = (key: string) => {
    const next = shown.includes(key) ? shown.filter((one) => one !== key) : [...shown, key];
    change({ columns: columnsInUrl(choice, next) });
  };
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ fontWeight: 600, padding: 0 }}>{t("Columns")}</legend>
      {choice.all.map((key) => (
        <label key={key} className={classes.option}>
          <input type="checkbox" checked={shown.includes(key)} disabled={key === NAME} onChange={() => { toggle(key); }} />
          <span className="cut">{columns.get(key)?.label ?? key}</span>
        </label>
      ))}
      <Button variant="subtle" size="compact-xs" h={24} onClick={() => { change({ columns: null }); }}>
        {t("The usual columns")}
      </Button>
    </fieldset>
  );
}
