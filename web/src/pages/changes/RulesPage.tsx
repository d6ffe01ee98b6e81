import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ApprovalGroup, type ChangeRules, changeRulesQuery, type Freeze, type MaintenanceWindow } from "../../api/changes";
import { AppLink } from "../../components/AppLink";
import { CILink } from "../../components/CILink";
import type { Column } from "../../components/grid/column";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { PolicyForm } from "./PolicyForm";
import { GroupDialog, groupColumns } from "./GroupDialog";
import { FreezeDialog, WindowDialog } from "./RuleDialogs";
import { useRulesSaving } from "./useRulesSaving";
import { dayWords } from "./week";

/** When nothing is changed, when services may be worked on, and who has to approve. */
export function ChangeRulesPage() {
  const rules = useQuery(changeRulesQuery);
  return (
    <div className={administration.stack}>
      <title>{`${t("Rules of changes")} · Plumbline`}</title>
      <p style={{ margin: 0 }}><AppLink href="/change-calendar">{t("Change calendar")}</AppLink></p>
      <h1>{t("Rules of changes")}</h1>
      <Loaded query={rules} what={t("The rules could not be loaded.")}>{(found) => <Rules rules={found} />}</Loaded>
    </div>
  );
}

type Open = "none" | "freeze" | "window" | { group: ApprovalGroup | null };

function Rules({ rules }: { rules: ChangeRules }) {
  const may = useMay("changes");
  const [open, setOpen] = useState<Open>("none");
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const saving = useRulesSaving(rules, () => {
    setOpen("none");
    tell({ state: "up", text: t("The rules hold from now on.") });
  });
  const editGroup = (group: ApprovalGroup | null) => { saving.reset(); setOpen({ group }); };
  const wrong = saving.error && described(saving.error);
  const remove = (label: string, run: () => void) => may && <Button size="compact-sm" variant="default" aria-label={label} onClick={run}>{t("Remove")}</Button>;
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      {open === "none" && <ErrorLine text={wrong} />}
      {!may && <p className="dim">{t("Whoever has the permission changes (role change-manager) edits them.")}</p>}
      {may && (
        <div className="row">
          <Button variant="default" onClick={() => { saving.reset(); setOpen("freeze"); }}>{t("Add a freeze…")}</Button>
          <Button variant="default" onClick={() => { saving.reset(); setOpen("window"); }}>{t("Add a maintenance window…")}</Button>
          <Button variant="default" onClick={() => { editGroup(null); }}>{t("Add a group that approves…")}</Button>
        </div>
      )}
      <SectionTable
        title={t("Freezes")} count={rules.freezes.length} rows={rules.freezes} rowKey={({ name }) => name} empty={<Empty>{t("Changes may be made at any time.")}</Empty>}
        columns={freezeColumns(rules, (gone) => remove(t("Remove {name}", { name: gone.name }), () => { saving.mutate({ part: "freezes", old: gone, now: null }); }))}
      />
      <SectionTable
        title={t("Maintenance windows")} count={rules.windows.length} rows={rules.windows} rowKey={({ name }) => name} empty={<Empty>{t("No service has its hours: any time will do.")}</Empty>}
        columns={windowColumns(rules, (gone) => remove(t("Remove {name}", { name: gone.name }), () => { saving.mutate({ part: "windows", old: gone, now: null }); }))}
      />
      <PolicyForm key={rules.version} policy={rules.policy} mayChange={may} save={(policy) => { saving.mutate({ part: "policy", old: rules.policy, now: policy }); }} />
      <SectionTable
        title={t("Groups that approve")} count={rules.policy.groups.length} rows={rules.policy.groups} rowKey={({ name }) => name} empty={<Empty>{t("Nobody is asked but the board and owners of services.")}</Empty>}
        columns={groupColumns({ named: (services) => <Named rules={rules} services={services} />, mayChange: may, edit: editGroup, remove: (gone) => { saving.mutate({ part: "groups", old: gone, now: null }); } })}
      />
      {typeof open === "object" && (
        <GroupDialog
          group={open.group} names={rules.names} wrong={wrong} isSaving={saving.isPending} close={() => { setOpen("none"); }}
          keep={(made) => { saving.mutate({ part: "groups", old: open.group, now: made }); }}
        />
      )}
      {open === "freeze" && <FreezeDialog wrong={wrong} isSaving={saving.isPending} close={() => { setOpen("none"); }} add={(freeze) => { saving.mutate({ part: "freezes", old: null, now: freeze }); }} />}
      {open === "window" && <WindowDialog wrong={wrong} isSaving={saving.isPending} close={() => { setOpen("none"); }} add={(window) => { saving.mutate({ part: "windows", old: null, now: window }); }} />}
    </div>
  );
}

type Remove<Row> = (row: Row) => React.ReactNode;

function freezeColumns(rules: ChangeRules, remove: Remove<Freeze>): Column<Freeze>[] {
  return [
    { key: "name", label: t("Name"), width: 160, cell: ({ name }) => <strong>{name}</strong> },
    { key: "from", label: t("From"), width: 140, cell: ({ starts_at }) => <Time at={starts_at} /> },
    { key: "to", label: t("To"), width: 140, cell: ({ ends_at }) => <Time at={ends_at} /> },
    { key: "services", label: t("Services"), width: 200, cell: ({ services }) => <Named rules={rules} services={services} /> },
    { key: "reason", label: t("Reason"), width: 200, cell: ({ reason }) => reason },
    { key: "remove", label: t("Actions"), width: 90, cell: remove },
  ];
}

function windowColumns(rules: ChangeRules, remove: Remove<MaintenanceWindow>): Column<MaintenanceWindow>[] {
  return [
    { key: "name", label: t("Name"), width: 160, cell: ({ name }) => <strong>{name}</strong> },
    { key: "days", label: t("Days"), width: 200, cell: ({ weekdays }) => dayWords(weekdays) },
    { key: "starts", label: t("From"), width: 160, cell: ({ starts, time_zone }) => `${starts} ${time_zone}` },
    { key: "minutes", label: t("Minutes"), width: 80, cell: ({ minutes }) => minutes, isNumber: true },
    { key: "services", label: t("Services"), width: 200, cell: ({ services }) => <Named rules={rules} services={services} /> },
    { key: "remove", label: t("Actions"), width: 90, cell: remove },
  ];
}

function Named({ rules, services }: { rules: ChangeRules; services: readonly string[] }) {
  if (services.length === 0) return t("all");
  return services.map((uid, turn) => <span key={uid}>{turn > 0 && ", "}<CILink ci={{ uid, name: rules.names[uid] ?? "", ci_class: "" }} /></span>);
}
