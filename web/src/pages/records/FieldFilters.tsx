import { NativeSelect } from "@mantine/core";

import { CUSTOM } from "../../api/recordFields";
import type { RecordField, RecordType } from "../../api/records";
import { t } from "../../locales/i18n";
import { first, useUrlState } from "../../shell/search";

function filtersOf(kind: RecordType | undefined): RecordField[] {
  return kind?.fields.filter(({ name, choices, in_lists: inLists }) => name.startsWith(CUSTOM) && inLists && choices.length > 0) ?? [];
}

/** What the address narrows a queue to by custom fields: NAME=VALUE. */
export function useFieldFilters(kind: RecordType | undefined): string[] {
  const [search] = useUrlState();
  return filtersOf(kind).map(({ name }) => ({ name, value: first(search, name) })).filter(({ value }) => value !== "").map(({ name, value }) => `${name}=${value}`);
}

/** A choice for each custom field that has some and is in lists. */
export function FieldFilters({ kind }: { kind: RecordType }) {
  const [search, change] = useUrlState();
  return filtersOf(kind).map(({ name, label, choices }) => (
    <NativeSelect
      key={name} label={label} value={first(search, name)} data={[{ value: "", label: t("any") }, ...choices]}
      onChange={({ currentTarget }) => { change({ [name]: currentTarget.value === "" ? null : currentTarget.value }); }}
    />
  ));
}
