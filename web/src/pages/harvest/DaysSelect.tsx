import { NativeSelect } from "@mantine/core";

import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";
import { oneOf, useUrlState } from "../../shell/search";
import { DAYS } from "./words";

/** For how long nobody must have run it; stands in the URL. */
export function DaysSelect() {
  const [search, change] = useUrlState();
  return (
    <NativeSelect
      label={t("Not run for")} value={oneOf(search, "days", DAYS, "90")} onChange={({ currentTarget }) => { change({ days: currentTarget.value === "90" ? null : currentTarget.value }); }}
      data={DAYS.map((days) => ({ value: days, label: t("{days} days", { days: formatNumber(Number(days)) }) }))}
    />
  );
}

export function useDays(): number {
  const [search] = useUrlState();
  return Number(oneOf(search, "days", DAYS, "90"));
}
