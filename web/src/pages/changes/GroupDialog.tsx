import { Button, Checkbox, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import type { ApprovalGroup } from "../../api/changes";
import { rotasQuery } from "../../api/onCall";
import type { Column } from "../../components/grid/column";
import { Ticks } from "../../components/Ticks";
import { t } from "../../locales/i18n";
import { namesIn } from "../board/words";
import type { Named } from "./ForServices";
import { Form, type FrameProps } from "./RuleDialogs";

const EMPTY: ApprovalGroup = { name: "", people: [], teams: [], quorum: 1, is_each_team: false, risks: [], services: [] };
const RISKS = ["low", "medium", "high", "emergency"] as const;

const riskWord = (risk: string) => ({ low: t("low risk"), medium: t("medium risk"), high: t("high risk"), emergency: t("emergency") })[risk] ?? risk;

/** How many of whom. */
function whoWords({ people, teams, quorum, is_each_team: isEach }: ApprovalGroup): string {
  const names = [...people, ...teams.map((name) => t("team {name}", { name }))].join(", ");
  return isEach ? t("{quorum} of each: {names}", { quorum, names }) : t("{quorum} of: {names}", { quorum, names });
}

interface Doing {
  named: (services: readonly string[]) => ReactNode;
  mayChange: boolean;
  edit: (group: ApprovalGroup) => void;
  remove: (group: ApprovalGroup) => void;
}

export function groupColumns({ named, mayChange, edit, remove }: Doing): Column<ApprovalGroup>[] {
  return [
    { key: "name", label: t("Name"), width: 160, cell: ({ name }) => <strong>{name}</strong> },
    { key: "who", label: t("Who"), width: 260, cell: whoWords },
    { key: "when", label: t("On changes of"), width: 180, cell: ({ risks }) => (risks.length === 0 ? t("any risk") : risks.map(riskWord).join(", ")) },
    { key: "services", label: t("That interrupt"), width: 180, cell: ({ services }) => named(services) },
    { key: "do", label: t("Actions"), width: 160, cell: (group) => mayChange && (
      <span className="row">
        <Button size="compact-sm" variant="default" aria-label={t("Edit {name}…", { name: group.name })} onClick={() => { edit(group); }}>{t("Edit…")}</Button>
        <Button size="compact-sm" variant="default" aria-label={t("Remove {name}", { name: group.name })} onClick={() => { remove(group); }}>{t("Remove")}</Button>
      </span>
    ) },
  ];
}

interface Props extends Omit<FrameProps, "title" | "verb"> {
  /** The group that is edited, null for a new one. */
  group: ApprovalGroup | null;
  names: Readonly<Partial<Record<string, string>>>;
  keep: (group: ApprovalGroup) => void;
}

/** People and teams of whom so many have to say yes. */
export function GroupDialog({ group, names, keep, ...frame }: Props) {
  const [said, setSaid] = useState(group ?? EMPTY);
  const [people, setPeople] = useState(said.people.join("\n"));
  const [services, setServices] = useState<Named>(said.services.map((uid) => [uid, names[uid] ?? uid] as const));
  const known = useQuery(rotasQuery).data?.teams ?? [];
  // A team that is gone can be taken out, and stays until somebody does.
  const teams = [...new Set([...known.map(({ name }) => name), ...(group?.teams ?? [])])];
  const set = (patch: Partial<ApprovalGroup>) => { setSaid({ ...said, ...patch }); };
  const submit = () => { keep({ ...said, people: said.is_each_team ? [] : namesIn(people), services: services.map(([uid]) => uid) }); };
  return (
    <Form title={group ? t("Edit {name}", { name: group.name }) : t("Add a group that approves")} verb={group ? t("Save") : t("Add")} {...frame} services={services} setServices={setServices} submit={submit}>
      <TextInput label={t("Name")} required maxLength={200} data-autofocus value={said.name} onChange={({ currentTarget }) => { set({ name: currentTarget.value }); }} />
      <Ticks legend={t("Teams")} values={teams} chosen={said.teams} word={(name) => name} change={(chosen) => { set({ teams: chosen }); }} />
      <Checkbox label={t("So many of each team; a person in two teams stands for one of them")} checked={said.is_each_team} onChange={({ currentTarget }) => { set({ is_each_team: currentTarget.checked }); }} />
      {!said.is_each_team && <Textarea label={t("People")} description={t("One a line: names of accounts.")} autosize minRows={2} value={people} onChange={({ currentTarget }) => { setPeople(currentTarget.value); }} />}
      <NumberInput label={said.is_each_team ? t("How many of each team") : t("How many of them")} required min={1} max={20} allowDecimal={false} value={said.quorum} onChange={(quorum) => { set({ quorum: Number(quorum) }); }} />
      <Ticks legend={t("On changes of; any where none is chosen")} values={RISKS} chosen={said.risks} word={riskWord} change={(chosen) => { set({ risks: chosen }); }} />
    </Form>
  );
}
