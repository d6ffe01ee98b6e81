import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { changeUser, createUser, rolesQuery, teamsQuery } from "../../api/rights";
import type { User } from "../../api/types";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { Choices } from "../administration/Choices";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

interface Props {
  /** The one to change; without one a new person is let in. */
  user: User | null;
  made: (name: string, password: string) => void;
  changed: (name: string) => void;
}

function useKnown() {
  const [roles, teams] = [useQuery(rolesQuery).data, useQuery(teamsQuery).data];
  return { known: roles?.items ?? [], groups: teams?.items ?? [] };
}

/** Lets a person in, or gives one other roles and teams. */
export function UserForm({ user, made, changed }: Props) {
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<string[]>(user?.roles ?? ["reader"]);
  const [teams, setTeams] = useState<string[]>(user?.teams ?? []);
  const { known, groups } = useKnown();
  const saving = useMutation({
    mutationFn: async () => {
      if (user) {
        await changeUser(user.name, roles, teams);
        changed(user.name);
      } else {
        const created = await createUser(name, roles, teams);
        setName("");
        made(created.name, created.password);
      }
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const { error } = saving;
  return (
    <form className={`panel ${classes.form ?? ""}`} onSubmit={submit}>
      <h2>{user ? t("Rights of {name}", { name: user.name }) : t("New user")}</h2>
      {!user && (
        <TextInput
          label={t("User name")} required withAsterisk={false} maxLength={200}
          value={name} error={fieldError(error, "name")} onChange={(event) => { setName(event.currentTarget.value); }}
        />
      )}
      <Choices
        label={t("Roles")} values={known.map((role) => role.name)} chosen={roles} error={fieldError(error, "roles")}
        change={setRoles}
      />
      {groups.length > 0 && (
        <Choices
          label={t("Teams")} values={groups.map((team) => team.name)} chosen={teams} error={fieldError(error, "teams")}
          change={setTeams}
        />
      )}
      <ErrorLine text={otherError(error, ["name", "roles", "teams"])} />
      <Button type="submit" loading={saving.isPending}>{user ? t("Save") : t("Let the person in")}</Button>
    </form>
  );
}
