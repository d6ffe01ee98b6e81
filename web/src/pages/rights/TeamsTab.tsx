import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { removeTeam, rolesQuery, saveTeam, teamsQuery } from "../../api/rights";
import type { Team } from "../../api/types";
import { Empty, Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { Choices } from "../administration/Choices";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine, ResultLine, useFocusKeeper, useResult } from "../administration/Result";

function TeamForm({ team, saved }: { team: Team | null; saved: (name: string) => void }) {
  const [name, setName] = useState(team?.name ?? "");
  const [description, setDescription] = useState(team?.description ?? "");
  const [roles, setRoles] = useState<string[]>(team?.roles ?? []);
  const known = useQuery(rolesQuery).data?.items ?? [];
  const saving = useMutation({ mutationFn: () => saveTeam(name, description, roles), onSuccess: () => { saved(name); } });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form className={`panel ${classes.form ?? ""}`} onSubmit={submit}>
      <h2>{team ? t("Team {name}", { name: team.name }) : t("New team")}</h2>
      <TextInput
        label={t("Name")} required withAsterisk={false} maxLength={100} readOnly={team !== null} value={name}
        error={fieldError(saving.error, "name")} onChange={(event) => { setName(event.currentTarget.value); }}
      />
      <TextInput
        label={t("Description")} maxLength={500} value={description}
        onChange={(event) => { setDescription(event.currentTarget.value); }}
      />
      <Choices
        label={t("Roles")} values={known.map((role) => role.name)} chosen={roles}
        error={fieldError(saving.error, "roles")} change={setRoles}
      />
      <ErrorLine text={otherError(saving.error, ["name", "roles"])} />
      <Button type="submit" loading={saving.isPending}>{t("Save")}</Button>
    </form>
  );
}

function TeamTable({ teams, edit, remove }: { teams: readonly Team[]; edit: (team: Team) => void; remove: (team: Team) => void }) {
  if (teams.length === 0) return <Empty>{t("There is no team. Make one with the form on this page.")}</Empty>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("Name")}</th>
          <th scope="col">{t("Roles")}</th>
          <th scope="col">{t("Members")}</th>
          <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>
        </tr>
      </thead>
      <tbody>
        {teams.map((team) => (
          <tr key={team.name}>
            <td><strong>{team.name}</strong> <span className="dim">{team.description}</span></td>
            <td>{team.roles.map((role) => <span key={role} className="badge">{role}</span>)}</td>
            <td>{team.members.join(", ")}</td>
            <td className="num">
              <div className={classes.actions}>
                <Button variant="default" size="compact-xs" onClick={() => { edit(team); }} aria-label={t("Change {name}", { name: team.name })}>{t("Change")}</Button>
                <Button variant="default" size="compact-xs" onClick={() => { remove(team); }} aria-label={t("Remove {name}", { name: team.name })}>{t("Remove")}</Button>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** People who have roles in common; who is in a team is set at the person. */
export function TeamsTab() {
  const teams = useQuery(teamsQuery);
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Team | null>(null);
  const [removing, setRemoving] = useState<Team | null>(null);
  const [turn, setTurn] = useState(0);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const refresh = () => { void queries.invalidateQueries({ queryKey: ["rights"] }); };
  return (
    <div className={classes.columns}>
      <div className={classes.stack} {...keeper}>
        <ResultLine result={result} />
        <div className="panel scroll">
          <Loaded query={teams} what={t("The teams could not be loaded.")}>
            {({ items }) => <TeamTable teams={items} edit={setEdited} remove={setRemoving} />}
          </Loaded>
        </div>
      </div>
      <div className={classes.stack}>
        <TeamForm
          key={`${edited?.name ?? ""}${String(turn)}`}
          team={edited}
          saved={(name) => {
            tell({ state: "up", text: t("The team {name} is kept.", { name }) });
            setEdited(null);
            setTurn(turn + 1);
            refresh();
          }}
        />
        {edited && <Button variant="default" onClick={() => { setEdited(null); }}>{t("Cancel")}</Button>}
      </div>
      {removing && (
        <ConfirmDialog
          title={t("Remove the team {name}?", { name: removing.name })}
          action={t("Remove")}
          run={() => removeTeam(removing.name)}
          done={() => { tell({ state: "up", text: t("The team {name} is removed.", { name: removing.name }) }); refresh(); }}
          close={() => { setRemoving(null); }}
        >
          {t("A team goes only when nobody is in it any more.")}
        </ConfirmDialog>
      )}
    </div>
  );
}
