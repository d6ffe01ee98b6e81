import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ExplainedClock, type Lap, recordClocksQuery } from "../../api/serviceLevels";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { clockLook } from "./ClockLook";
import { timeWord } from "./words";

/** How a record stands against what was agreed, each interval counted or not and why. */
export function Clocks({ number }: { number: string }) {
  const [open, setOpen] = useState("");
  const found = useQuery(recordClocksQuery(number)).data ?? [];
  if (found.length === 0) return null;
  const shown = found.find(({ target }) => target === open);
  return (
    <>
      <SectionTable title={t("Service levels")} rows={found} rowKey={({ target }) => target} columns={columns(open, (target) => { setOpen(target === open ? "" : target); })} />
      {shown && <SectionTable title={t("Why {target} stands so", { target: shown.target })} rows={shown.laps} rowKey={({ since }) => since} columns={lapColumns()} />}
    </>
  );
}

function columns(open: string, choose: (target: string) => void): Column<ExplainedClock>[] {
  return [
    { key: "target", label: t("Target"), width: 170, cell: ({ target, kind }) => `${target} (${kind === "response" ? t("take up") : t("resolve")})` },
    { key: "state", label: t("State"), width: 110, cell: ({ state }) => <Look look={clockLook(state)} /> },
    { key: "passed", label: t("Passed"), width: 150, cell: ({ seconds_passed: passed, seconds_allowed: allowed }) => t("{passed} of {allowed}", { passed: timeWord(passed), allowed: timeWord(allowed) }) },
    { key: "due", label: t("Due"), width: 140, cell: ({ due_at: due }) => due === null ? t("not while it stands") : <Time at={due} /> },
    { key: "why", label: t("Why"), width: 90, cell: ({ target }) => <Button size="compact-xs" variant="default" aria-expanded={target === open} aria-label={t("Explain {target}", { target })} onClick={() => { choose(target); }}>{t("Explain")}</Button> },
  ];
}

function lapColumns(): Column<Lap>[] {
  return [
    { key: "since", label: t("Since"), width: 140, cell: ({ since }) => <Time at={since} /> },
    { key: "until", label: t("Until"), width: 140, cell: ({ until }) => <Time at={until} /> },
    { key: "counts", label: t("Counts"), width: 80, cell: ({ counts }) => counts ? t("yes") : t("no") },
    { key: "why", label: t("Why"), width: 300, cell: ({ why }) => why },
  ];
}
