/** Rotas as rows. */
import { Button } from "@mantine/core";

import type { Rota, Shift } from "../../api/onCall";
import type { Column } from "../../components/grid/column";
import { Look } from "../../components/Look";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";

interface Doing {
  /** The team whose shifts are shown. */
  open: string;
  choose: (team: string) => void;
  mayChange: boolean;
  mayStandIn: (team: string) => boolean;
  standIn: (rota: Rota) => void;
  edit: (rota: Rota) => void;
  remove: (rota: Rota) => void;
}

/** Who is on call, and what is odd about that. */
export function OnCall({ shift }: { shift: Pick<Shift, "person" | "is_there" | "override_id"> | null }) {
  if (shift === null) return <span className="dim">{t("nobody yet")}</span>;
  return (
    <>
      <strong>{shift.person}</strong>{" "}
      {shift.override_id !== "" && <span className="dim">{t("stands in")}</span>}
      {!shift.is_there && <Look look={["degraded", "▲", t("no longer in the team")]} />}
    </>
  );
}

export function rotaColumns({ open, choose, mayChange, mayStandIn, standIn, edit, remove }: Doing): Column<Rota>[] {
  return [
    { key: "team", label: t("Team"), width: 150, cell: ({ team }) => <strong>{team}</strong> },
    { key: "now", label: t("On call now"), width: 150, cell: ({ now }) => <OnCall shift={now} /> },
    { key: "until", label: t("Until"), width: 150, cell: ({ now }) => now && <Time at={now.until} /> },
    { key: "then", label: t("Then"), width: 120, cell: ({ next }) => next?.person },
    { key: "turns", label: t("Turns"), width: 230, cell: ({ people, days, handover, time_zone: zone, assigns }) => (
      <>
        {people.join(", ")} <span className="dim">{t("{days, plural, one {every day} other {every # days}} at {handover}, {zone}", { days, handover, zone })}</span>
        {assigns && <div className="dim">{t("gets new incidents")}</div>}
      </>
    ) },
    { key: "do", label: t("Actions"), width: 260, cell: (rota) => (
      <span className="row">
        <Button size="compact-xs" variant="default" aria-expanded={rota.team === open} aria-label={t("Shifts of {team}", { team: rota.team })} onClick={() => { choose(rota.team); }}>{t("Shifts")}</Button>
        {mayStandIn(rota.team) && <Button size="compact-xs" variant="default" aria-label={t("Stand in at {team}…", { team: rota.team })} onClick={() => { standIn(rota); }}>{t("Stand in…")}</Button>}
        {mayChange && <Button size="compact-xs" variant="default" aria-label={t("Edit the rota of {team}…", { team: rota.team })} onClick={() => { edit(rota); }}>{t("Edit…")}</Button>}
        {mayChange && <Button size="compact-xs" variant="default" aria-label={t("Remove the rota of {team}…", { team: rota.team })} onClick={() => { remove(rota); }}>{t("Remove…")}</Button>}
      </span>
    ) },
  ];
}
