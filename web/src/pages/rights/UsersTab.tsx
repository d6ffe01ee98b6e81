import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { removeUser, resetPassword, usersQuery } from "../../api/rights";
import type { User } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { ShownOnce } from "../administration/ShownOnce";
import { UserForm } from "./UserForm";

type Action = "password" | "remove";

interface TableProps {
  users: readonly User[];
  edit: (user: User) => void;
  ask: (user: User, action: Action) => void;
}

function UserTable({ users, edit, ask }: TableProps) {
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("User name")}</th>
          <th scope="col">{t("Roles")}</th>
          <th scope="col">{t("Teams")}</th>
          <th scope="col">{t("Account")}</th>
          <th scope="col">{t("Last log-in")}</th>
          <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.name}>
            <td><strong>{user.name}</strong></td>
            <td>
              {user.roles.map((role) => <span key={role} className="badge">{role}</span>)}{" "}
              {user.oidc_roles.map((role) => (
                <span key={role} className="badge" title={t("Given by the identity provider")}>{role} ⇐</span>
              ))}
            </td>
            <td>{user.teams.join(", ")}</td>
            <td>{user.is_local ? t("local") : t("identity provider")}</td>
            <td>{user.last_login_at ? <Time at={user.last_login_at} isRelative /> : <span className="dim">{t("never")}</span>}</td>
            <td className="num">
              <div className={classes.actions}>
                <Button
                  variant="default" size="compact-xs" onClick={() => { edit(user); }}
                  aria-label={t("Change the rights of {name}", { name: user.name })}
                >
                  {t("Rights")}
                </Button>
                {user.is_local && (
                  <Button
                    variant="default" size="compact-xs" onClick={() => { ask(user, "password"); }}
                    aria-label={t("New password for {name}", { name: user.name })}
                  >
                    {t("New password")}
                  </Button>
                )}
                <Button
                  variant="default" size="compact-xs" onClick={() => { ask(user, "remove"); }}
                  aria-label={t("Remove {name}", { name: user.name })}
                >
                  {t("Remove")}
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Everybody who may log in. */
export function UsersTab() {
  const users = useQuery(usersQuery);
  const queries = useQueryClient();
  const [shown, setShown] = useState<{ name: string; value: string } | null>(null);
  const [edited, setEdited] = useState<User | null>(null);
  const [asked, setAsked] = useState<{ user: User; action: Action } | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const refresh = () => { void queries.invalidateQueries({ queryKey: ["rights"] }); };
  const act = async () => {
    if (!asked) return;
    if (asked.action === "remove") {
      await removeUser(asked.user.name);
      tell({ state: "up", text: t("{name} is shut out.", { name: asked.user.name }) });
    } else {
      const made = await resetPassword(asked.user.name);
      setShown({ name: made.name, value: made.password });
    }
  };
  return (
    <div className={classes.columns}>
      <div className={classes.stack} {...keeper}>
        {shown && (
          <ShownOnce title={t("Password of {name}", { name: shown.name })} value={shown.value} close={() => { setShown(null); }} />
        )}
        <ResultLine result={result} />
        <div className="panel scroll">
          <Loaded query={users} what={t("The users could not be loaded.")}>
            {({ items }) => (
              <UserTable users={items} edit={setEdited} ask={(user, action) => { setAsked({ user, action }); }} />
            )}
          </Loaded>
        </div>
      </div>
      <div className={classes.stack}>
        <UserForm
          key={edited?.name ?? ""}
          user={edited}
          made={(name, value) => { setShown({ name, value }); refresh(); }}
          changed={(name) => {
            tell({ state: "up", text: t("The rights of {name} are changed.", { name }) });
            setEdited(null);
            refresh();
          }}
        />
        {edited && <Button variant="default" onClick={() => { setEdited(null); }}>{t("Cancel")}</Button>}
      </div>
      {asked && (
        <ConfirmDialog
          title={asked.action === "remove" ? t("Remove {name}?", { name: asked.user.name }) : t("New password for {name}?", { name: asked.user.name })}
          action={asked.action === "remove" ? t("Remove") : t("Make a new password")}
          run={act}
          done={refresh}
          close={() => { setAsked(null); }}
        >
          {asked.action === "remove"
            ? t("The person is logged out and cannot log in any more.")
            : t("The person is logged out everywhere; the old password is of no use any more.")}
        </ConfirmDialog>
      )}
    </div>
  );
}
