/** Targets as rows: what they say, and how records stand against them. */
import { Button } from "@mantine/core";

import type { RecordType } from "../../api/records";
import type { Levels, Target, TargetStanding } from "../../api/serviceLevels";
import { AppLink } from "../../components/AppLink";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { formatNumber, formatShare } from "../../locales/format";
import { t } from "../../locales/i18n";
import { clockLook } from "../records/ClockLook";
import { timeWord, typeNamed } from "../records/words";

interface Editing {
  edit: (target: Target) => void;
  remove: (target: Target) => void;
}

export function kindWord({ kind }: Pick<Target, "kind">): string {
  return kind === "response" ? t("take up") : t("resolve");
}

/** For which records of its type a target holds. */
function scopeWord({ priorities, services }: Target, names: Partial<Levels["names"]>): string {
  const which = priorities.length > 0 ? t("priority {list}", { list: priorities.join(", ") }) : t("any priority");
  return services.length > 0 ? t("{which} of {services}", { which, services: services.map((uid) => names[uid] ?? uid).join(", ") }) : which;
}

function queueHref(type: string, view: "breached" | "at_risk"): string {
  return `/${type}s?view=${view}`;
}

function Count({ count, state, type }: { count: number; state: "breached" | "due_soon"; type: string }) {
  if (count === 0) return <span className="dim">0</span>;
  return <><Look look={clockLook(state)} /> <AppLink href={queueHref(type, state === "breached" ? "breached" : "at_risk")}>{formatNumber(count)}</AppLink></>;
}

export function targetColumns({ types, names }: { types: readonly RecordType[]; names: Levels["names"] }, open: string, choose: (name: string) => void, editing: Editing | null): Column<TargetStanding>[] {
  const shown: Column<TargetStanding>[] = [
    { key: "name", label: t("Target"), width: 140, cell: ({ target }) => <strong>{target.name}</strong> },
    { key: "of", label: t("Of"), width: 85, cell: ({ target }) => typeNamed(types, target.type)?.plural ?? target.type },
    { key: "which", label: t("Which"), width: 110, cell: ({ target }) => scopeWord(target, names), title: ({ target }) => scopeWord(target, names) },
    { key: "within", label: t("Within"), width: 130, cell: ({ target }) => t("{kind} within {time}", { kind: kindWord(target), time: timeWord(target.minutes * 60) }) },
    { key: "calendar", label: t("Hours"), width: 100, cell: ({ target }) => target.calendar || t("round the clock") },
    { key: "risk", label: t("At risk now"), width: 90, cell: ({ due_soon: count, target }) => <Count count={count} state="due_soon" type={target.type} /> },
    { key: "breached", label: t("Breached now"), width: 105, cell: ({ breached: count, target }) => <Count count={count} state="breached" type={target.type} /> },
    { key: "met", label: t("Met"), width: 65, isNumber: true, cell: ({ met_share: share }) => share === null ? "–" : formatShare(share) },
    { key: "missed", label: t("Missed"), width: 65, isNumber: true, cell: ({ missed }) => formatNumber(missed) },
    { key: "who", label: t("Who misses"), width: 105, cell: ({ target: { name } }) => <Button size="compact-xs" variant="default" aria-expanded={name === open} aria-label={t("Who misses {name}", { name })} onClick={() => { choose(name); }}>{t("Who misses")}</Button> },
  ];
  if (editing === null) return shown;
  return [...shown, {
    key: "edit", label: t("Change"), width: 135,
    cell: ({ target }) => (
      <span className="row">
        <Button size="compact-xs" variant="default" aria-label={t("Edit {name}", { name: target.name })} onClick={() => { editing.edit(target); }}>{t("Edit…")}</Button>
        <Button size="compact-xs" variant="default" aria-label={t("Remove {name}", { name: target.name })} onClick={() => { editing.remove(target); }}>{t("Remove")}</Button>
      </span>
    ),
  }];
}
