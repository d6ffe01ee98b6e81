import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { removeRole, rolesQuery } from "../../api/rights";
import type { Grant, Role, Roles } from "../../api/types";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { ConfirmDialog } from "../administration/ConfirmDialog";
import { ResultLine, useFocusKeeper, useResult } from "../administration/Result";
import { RoleForm } from "./RoleForm";

function right(grant: Grant, group: string): string {
  if (grant.write.includes(group)) return t("reads, writes");
  return group === "general" || grant.read.includes(group) ? t("reads") : "–";
}

/** What a role may do with which CIs: a line a grant, a column an attribute group. */
function Matrix({ role, groups }: { role: Role; groups: readonly string[] }) {
  return (
    <table className="plain">
      <caption className="visuallyhidden">{t("Grants of {name}", { name: role.name })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("Class")}</th>
          <th scope="col">{t("Sites")}</th>
          {groups.map((group) => <th scope="col" key={group}>{group}</th>)}
        </tr>
      </thead>
      <tbody>
        {role.grants.map((grant) => (
          <tr key={JSON.stringify(grant)}>
            <th scope="row">{grant.ci_class === "ci" ? t("Every class") : grant.ci_class}</th>
            <td>{grant.sites.length === 0 ? t("all") : grant.sites.join(", ")}</td>
            {groups.map((group) => <td key={group}>{right(grant, group)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ListProps {
  roles: Roles;
  /** The one whose form was left. */
  left: string;
  edit: (role: Role) => void;
  remove: (role: Role) => void;
}

function RoleList({ roles, left, edit, remove }: ListProps) {
  return (
    <>
      {roles.items.map((role) => (
        <section key={role.name} className="panel scroll">
          <h2>
            {role.name} {role.is_built_in && <span className="badge">{t("built in")}</span>}{" "}
            {role.permissions.map((permission) => <span key={permission} className="badge">{permission}</span>)}
          </h2>
          <p className="dim">{role.description}</p>
          <Matrix role={role} groups={roles.attribute_groups} />
          <div className={classes.actions}>
            <Button
              variant="default" size="compact-xs" autoFocus={role.name === left} onClick={() => { edit(role); }}
              aria-label={role.is_built_in ? t("New role like {name}", { name: role.name }) : t("Change {name}", { name: role.name })}
            >
              {role.is_built_in ? t("New role like this") : t("Change")}
            </Button>
            {!role.is_built_in && (
              <Button variant="default" size="compact-xs" onClick={() => { remove(role); }} aria-label={t("Remove {name}", { name: role.name })}>
                {t("Remove")}
              </Button>
            )}
          </div>
        </section>
      ))}
    </>
  );
}

/** The roles with what they allow; built-in ones are a start for own ones. */
export function RolesTab() {
  const roles = useQuery(rolesQuery);
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Role | "new" | null>(null);
  const [left, setLeft] = useState<Role | "new" | null>(null);
  const [removing, setRemoving] = useState<Role | null>(null);
  const [result, tell] = useResult();
  const keeper = useFocusKeeper();
  const refresh = () => { void queries.invalidateQueries({ queryKey: ["rights"] }); };
  return (
    <div className={classes.stack} {...keeper}>
      <ResultLine result={result} />
      <Loaded query={roles} what={t("The roles could not be loaded.")}>
        {(found) => edited ? (
          <>
            <RoleForm
              roles={found} role={edited === "new" ? null : edited}
              saved={(name) => {
                tell({ state: "up", text: t("The role {name} is kept.", { name }) });
                setLeft(null);
                setEdited(null);
                refresh();
              }}
            />
            <div><Button variant="default" onClick={() => { setLeft(edited); setEdited(null); }}>{t("Cancel")}</Button></div>
          </>
        ) : (
          <>
            <div><Button autoFocus={left === "new"} onClick={() => { setEdited("new"); }}>{t("New role")}</Button></div>
            <RoleList roles={found} left={left === null || left === "new" ? "" : left.name} edit={setEdited} remove={setRemoving} />
          </>
        )}
      </Loaded>
      {removing && (
        <ConfirmDialog
          title={t("Remove the role {name}?", { name: removing.name })}
          action={t("Remove")}
          run={() => removeRole(removing.name)}
          done={() => { tell({ state: "up", text: t("The role {name} is removed.", { name: removing.name }) }); refresh(); }}
          close={() => { setRemoving(null); }}
        >
          {t("A role goes only when nobody has it any more.")}
        </ConfirmDialog>
      )}
    </div>
  );
}
