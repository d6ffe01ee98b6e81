import { Progress as Bar } from "@mantine/core";

import type { ScanRun } from "../../../api/scans";
import { formatNumber } from "../../../locales/format";
import { t } from "../../../locales/i18n";

/** How many addresses of a run have an outcome. */
export function Progress({ run }: { run: Pick<ScanRun, "done" | "total" | "name"> }) {
  const share = run.total > 0 ? (100 * run.done) / run.total : 100;
  return (
    <span className="row" style={{ flexWrap: "nowrap" }}>
      <Bar.Root size={8} style={{ flex: 1, minWidth: 60 }}>
        <Bar.Section value={share} aria-label={t("Progress of {name}", { name: run.name })} />
      </Bar.Root>
      <span className="num">{t("{done} of {total}", { done: formatNumber(run.done), total: formatNumber(run.total) })}</span>
    </span>
  );
}
