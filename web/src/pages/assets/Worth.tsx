import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { assetWorthQuery } from "../../api/assets";
import type { RecordDetail } from "../../api/records";
import { t } from "../../locales/i18n";

/** What an asset is worth on a day; nothing for who may not read it, or where nobody said what it cost. */
export function Worth({ record }: { record: RecordDetail }) {
  const [on, setOn] = useState("");
  const { data } = useQuery(assetWorthQuery(record, on));
  if (!data?.cost) return null;
  const { cost, currency, value, on: day } = data;
  return (
    <section className="panel" aria-label={t("Worth")}>
      <h2>{t("Worth")}</h2>
      <p role="status">
        {value === null ? t("It was not bought yet on {day}.", { day }) : t("{value} {currency} on {day}, of {cost} {currency}.", { value, currency, day, cost })}
      </p>
      <TextInput type="date" label={t("On another day")} value={on} style={{ maxWidth: 200 }} onChange={({ currentTarget }) => { setOn(currentTarget.value); }} />
    </section>
  );
}
