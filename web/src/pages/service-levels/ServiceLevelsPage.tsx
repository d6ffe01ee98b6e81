import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { recordTypesQuery } from "../../api/records";
import { type Levels, levelsQuery, saveLevels, standingQuery, type Target, type TargetStanding } from "../../api/serviceLevels";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { CalendarTable } from "./CalendarTable";
import { Misses } from "./Misses";
import { TargetDialog } from "./TargetDialog";
import { targetColumns } from "./targets";

const DAYS = ["7", "30", "90"] as const;

/** What was agreed, how records stand against it, and who misses it. */
export function ServiceLevelsPage() {
  const [search, change] = useUrlState();
  const days = Number(oneOf(search, "days", DAYS, "30"));
  const levels = useQuery(levelsQuery);
  const standing = useQuery(standingQuery(days));
  return (
    <div className={administration.stack}>
      <title>{`${t("Service levels")} · Plumbline`}</title>
      <h1>{t("Service levels")}</h1>
      <p style={{ margin: 0 }}>{t("How soon records have to be taken up and resolved. Of several targets that fit a record the first of each kind holds; what was put on hold stands where the target says so.")}</p>
      <div className={administration.filters}>
        <NativeSelect
          label={t("Met and missed in")} value={String(days)} data={DAYS.map((value) => ({ value, label: t("Last {days} days", { days: value }) }))}
          onChange={({ currentTarget }) => { change({ days: currentTarget.value === "30" ? null : currentTarget.value }); }}
        />
      </div>
      <Loaded query={levels} what={t("The targets could not be loaded.")}>
        {(found) => <Loaded query={standing} what={t("How they stand could not be loaded.")}>{(items) => <Shown levels={found} items={items} />}</Loaded>}
      </Loaded>
    </div>
  );
}

function Shown({ levels, items }: { levels: Levels; items: readonly TargetStanding[] }) {
  const [search, change] = useUrlState();
  const { data: types = [] } = useQuery(recordTypesQuery);
  const may = useMay("manage");
  const name = first(search, "target");
  const chosen = items.find(({ target }) => target.name === name);
  const [edited, setEdited] = useState<Target | "new" | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const saving = useSaving(levels, (text) => { setEdited(null); tell({ state: "up", text }); });
  const wrong = saving.error && described(saving.error);
  const remove = (gone: Target) => { saving.mutate(levels.targets.filter((one) => one.name !== gone.name)); };
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      {edited === null && <ErrorLine text={wrong} />}
      {may
        ? <div><Button variant="default" onClick={() => { saving.reset(); setEdited("new"); }}>{t("Add a target…")}</Button></div>
        : <p className="dim" style={{ margin: 0 }}>{t("Whoever has the permission manage (role incident-manager) edits them.")}</p>}
      <SectionTable
        title={t("Targets")} count={items.length} rows={items} rowKey={({ target }) => target.name} empty={<Empty>{t("Nothing is agreed on yet, so no record is due.")}</Empty>}
        columns={targetColumns(types, name, (next) => { change({ target: next === name ? null : next }); }, may ? { edit: (target) => { saving.reset(); setEdited(target); }, remove } : null)}
      />
      {chosen && <Misses standing={chosen} types={types} />}
      <CalendarTable calendars={levels.calendars} />
      {edited !== null && (
        <TargetDialog
          target={edited === "new" ? null : edited} calendars={levels.calendars} types={types} wrong={wrong} isSaving={saving.isPending}
          close={() => { setEdited(null); }} save={(target) => { saving.mutate(edited === "new" ? [...levels.targets, target] : levels.targets.map((one) => one.name === edited.name ? target : one)); }}
        />
      )}
    </div>
  );
}

/** Saves other targets, each with the calendars that there are. */
function useSaving(levels: Levels, done: (said: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (targets: Target[]) => saveLevels({ ...levels, targets }),
    onSuccess: async (saved) => {
      queries.setQueryData(levelsQuery.queryKey, saved);
      done(t("The targets hold from now on, for all records."));
      await queries.invalidateQueries({ queryKey: ["service-levels", "standing"] });
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
  });
}
