import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { removeRota, type Rota, type Rotas, rotasQuery, saveRota, standIn } from "../../api/onCall";
import { meQuery } from "../../api/session";
import { Empty, Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import { first, useUrlState } from "../../shell/search";
import administration from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { RotaDialog } from "./RotaDialog";
import { rotaColumns } from "./rows";
import { Shifts } from "./Shifts";
import { StandInDialog } from "./StandInDialog";

/** Who of each team is on call now, and who will be. */
export function OnCallPage() {
  const rotas = useQuery(rotasQuery);
  return (
    <div className={administration.stack}>
      <title>{`${t("On call")} · Plumbline`}</title>
      <h1>{t("On call")}</h1>
      <Loaded query={rotas} what={t("The rotas could not be loaded.")}>{(found) => <Shown rotas={found} />}</Loaded>
    </div>
  );
}

type Open = { kind: "none" } | { kind: "rota"; rota: Rota | null } | { kind: "stand-in" | "removal"; rota: Rota };
const NONE: Open = { kind: "none" };

function Shown({ rotas }: { rotas: Rotas }) {
  const [search, change] = useUrlState();
  const name = first(search, "team");
  const chosen = rotas.items.find(({ team }) => team === name);
  const [open, setOpen] = useState<Open>(NONE);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const mine = useQuery(meQuery).data?.teams ?? [];
  const isWorker = useMay("work");
  const queries = useQueryClient();
  const done = async (text: string) => {
    setOpen(NONE);
    tell({ state: "up", text });
    await queries.invalidateQueries({ queryKey: ["on-call"] });
  };
  const removed = (team: string) => {
    if (team === name) change({ team: null });
    tell({ state: "up", text: t("{team} has no rota now.", { team }) });
    // Its shifts, which may still be shown, are not asked for again.
    void queries.invalidateQueries({ queryKey: rotasQuery.queryKey });
  };
  const free = rotas.teams.filter((team) => !rotas.items.some(({ team: taken }) => taken === team.name));
  const mayStandIn = (team: string) => rotas.may_change || (isWorker && mine.includes(team));
  return (
    <div className={administration.stack} {...keeper}>
      <ResultLine result={result} />
      {rotas.may_change
        ? free.length > 0 && <div><Button variant="default" onClick={() => { setOpen({ kind: "rota", rota: null }); }}>{t("Make a rota…")}</Button></div>
        : <p className="dim" style={{ margin: 0 }}>{t("Whoever has the permission manage (role incident-manager) makes rotas; people of a team say who stands in.")}</p>}
      <SectionTable
        title={t("Teams")} count={rotas.items.length} rows={rotas.items} rowKey={({ team }) => team} empty={<Empty>{t("No team has a rota yet.")}</Empty>}
        columns={rotaColumns({
          open: name, choose: (team) => { change({ team: team === name ? null : team }); }, mayChange: rotas.may_change, mayStandIn,
          standIn: (rota) => { setOpen({ kind: "stand-in", rota }); }, edit: (rota) => { setOpen({ kind: "rota", rota }); }, remove: (rota) => { setOpen({ kind: "removal", rota }); },
        })}
      />
      {chosen && <Shifts rota={chosen} mayTakeBack={mayStandIn(chosen.team)} done={done} />}
      {open.kind === "rota" && <RotaDialog rota={open.rota} teams={open.rota ? rotas.teams : free} close={() => { setOpen(NONE); }} save={(team, values) => saveRota(team, values, rotas.version)} done={(team) => done(t("{team} has this rota now.", { team }))} />}
      {open.kind === "removal" && (
        <ConfirmDialog
          title={t("Remove the rota of {team}?", { team: open.rota.team })} action={t("Remove the rota")} close={() => { setOpen(NONE); }}
          run={() => removeRota(open.rota.team)} done={() => { removed(open.rota.team); }}
        >
          {t("Nobody of the team is on call any more, and who stands in for whom is forgotten.")}
        </ConfirmDialog>
      )}
      {open.kind === "stand-in" && <StandInDialog rota={open.rota} members={rotas.teams.find(({ name: team }) => team === open.rota.team)?.members ?? []} close={() => { setOpen(NONE); }} save={(said) => standIn(open.rota.team, said)} done={(person) => done(t("{person} stands in.", { person }))} />}
    </div>
  );
}
