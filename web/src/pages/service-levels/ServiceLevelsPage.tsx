import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { recordTypesQuery } from "../../api/records";
import { type Calendar, type Levels, levelsQuery, standingQuery, type Target, type TargetStanding } from "../../api/serviceLevels";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, oneOf, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { CalendarDialog } from "./CalendarDialog";
import { CalendarTable } from "./CalendarTable";
import { Misses } from "./Misses";
import { useRemoving, useSaved } from "./saving";
import { TargetDialog } from "./TargetDialog";
import { targetColumns } from "./targets";

/** Which form is open: for something new, or for what there is. */
type Shown = { of: "targets"; old: Target | null } | { of: "calendars"; old: Calendar | null };

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
        {(found) => <Loaded query={standing} what={t("How they stand could not be loaded.")}>{(items) => <Agreed levels={found} items={items} />}</Loaded>}
      </Loaded>
    </div>
  );
}

function Agreed({ levels, items }: { levels: Levels; items: readonly TargetStanding[] }) {
  const [search, change] = useUrlState();
  const { data: types = [] } = useQuery(recordTypesQuery);
  const may = useMay("manage");
  const name = first(search, "target");
  const chosen = items.find(({ target }) => target.name === name);
  const [shown, show] = useState<Shown | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const saved = useSaved();
  const holds = (of: Shown["of"], after: Levels) => {
    saved(after);
    show(null);
    tell({ state: "up", text: of === "targets" ? t("The targets hold from now on, for all records.") : t("The calendars hold from now on, for all records.") });
  };
  const removing = useRemoving(levels, ({ of }, after) => { holds(of, after); });
  const open = (wanted: Shown) => { removing.reset(); show(wanted); };
  const form = { close: () => { show(null); }, saved: (after: Levels) => { if (shown !== null) holds(shown.of, after); } };
  const ofTargets = { edit: (old: Target) => { open({ of: "targets", old }); }, remove: (old: Target) => { removing.mutate({ of: "targets", old, now: null }); } };
  const ofCalendars = { edit: (old: Calendar) => { open({ of: "calendars", old }); }, remove: (old: Calendar) => { removing.mutate({ of: "calendars", old, now: null }); } };
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      <ErrorLine text={removing.error && described(removing.error)} />
      {may
        ? <div className={administration.filters}><Button variant="default" onClick={() => { open({ of: "targets", old: null }); }}>{t("Add a target…")}</Button><Button variant="default" onClick={() => { open({ of: "calendars", old: null }); }}>{t("Add a calendar…")}</Button></div>
        : <p className="dim" style={{ margin: 0 }}>{t("Whoever has the permission manage (role incident-manager) edits them.")}</p>}
      <SectionTable
        title={t("Targets")} count={items.length} rows={items} rowKey={({ target }) => target.name} empty={<Empty>{t("Nothing is agreed on yet, so no record is due.")}</Empty>}
        columns={targetColumns({ types, names: levels.names }, name, (next) => { change({ target: next === name ? null : next }); }, may ? ofTargets : null)}
      />
      {chosen && <Misses standing={chosen} types={types} />}
      <CalendarTable calendars={levels.calendars} targets={levels.targets} editing={may ? ofCalendars : null} />
      {shown?.of === "targets" && <TargetDialog target={shown.old} levels={levels} types={types} {...form} />}
      {shown?.of === "calendars" && <CalendarDialog calendar={shown.old} levels={levels} {...form} />}
    </div>
  );
}
