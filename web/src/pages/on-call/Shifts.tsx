import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { type Rota, type Shift, shiftsQuery, takeBack } from "../../api/onCall";
import type { Column } from "../../components/grid/column";
import { Loaded } from "../../components/PageState";
import { SectionTable } from "../../components/SectionTable";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { OnCall } from "./rows";

const DAYS = 56;

/** The shifts of a team in the weeks to come; who stands in is taken back here. */
export function Shifts({ rota, mayTakeBack, done }: { rota: Rota; mayTakeBack: boolean; done: (said: string) => Promise<void> }) {
  const shifts = useQuery(shiftsQuery(rota.team, DAYS));
  const taking = useMutation({ mutationFn: ({ override_id: id }: Shift) => takeBack(rota.team, id), onSuccess: (_, { person }) => done(t("{person} stands in no longer.", { person })) });
  const reasons = new Map(rota.overrides.map(({ override_id: id, reason }) => [id, reason]));
  const columns: Column<Shift>[] = [
    { key: "person", label: t("Person"), width: 200, cell: (shift) => <OnCall shift={shift} /> },
    { key: "since", label: t("Since"), width: 160, cell: ({ since }) => <Time at={since} /> },
    { key: "until", label: t("Until"), width: 160, cell: ({ until }) => <Time at={until} /> },
    { key: "why", label: t("Why"), width: 200, cell: ({ override_id: id }) => reasons.get(id) },
    { key: "back", label: t("Actions"), width: 120, cell: (shift) => mayTakeBack && shift.override_id !== "" && <Button size="compact-xs" variant="default" aria-label={t("Take back that {person} stands in", { person: shift.person })} onClick={() => { taking.mutate(shift); }}>{t("Take back")}</Button> },
  ];
  return (
    <Loaded query={shifts} what={t("The shifts could not be loaded.")}>
      {(items) => (
        <>
          <ErrorLine text={taking.error && described(taking.error)} />
          <SectionTable title={t("Shifts of {team} in eight weeks", { team: rota.team })} count={items.length} rows={items} rowKey={({ since }) => since} columns={columns} />
        </>
      )}
    </Loaded>
  );
}
