import { Button, MultiSelect, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { saveRole } from "../../api/rights";
import type { Grant, Role, Roles } from "../../api/types";
import { useSchema } from "../../components/schema";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { Choices } from "../administration/Choices";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

interface GrantProps {
  number: number;
  grant: Grant;
  roles: Roles;
  error: Error | null;
  change: (grant: Grant) => void;
  remove: () => void;
}

function GrantField({ number, grant, roles, error, change, remove }: GrantProps) {
  const schema = useSchema();
  const at = (field: string) => fieldError(error, `grants[${String(number)}].${field}`);
  const classOptions = schema?.classes.map(({ name, label }) => ({ value: name, label: name === "ci" ? t("Every class") : label })) ?? [];
  return (
    <div className={classes.grant} role="group" aria-label={t("Grant {number}", { number: number + 1 })}>
      <NativeSelect
        size="xs" label={t("Class, with all below it")} value={grant.ci_class} data={classOptions} error={at("ci_class")}
        onChange={(event) => { change({ ...grant, ci_class: event.currentTarget.value }); }}
      />
      <MultiSelect
        size="xs" label={t("Sites")} placeholder={grant.sites.length === 0 ? t("all") : ""} searchable
        data={[...new Set([...roles.sites, ...grant.sites])]} value={grant.sites} error={at("sites")}
        onChange={(sites) => { change({ ...grant, sites }); }}
      />
      <Choices label={t("Reads")} values={roles.attribute_groups} chosen={grant.read} error={at("read")} change={(read) => { change({ ...grant, read }); }} />
      <Choices label={t("Writes")} values={roles.attribute_groups} chosen={grant.write} error={at("write")} change={(write) => { change({ ...grant, write }); }} />
      <Button variant="default" size="compact-xs" onClick={remove} aria-label={t("Remove grant {number}", { number: number + 1 })}>
        {t("Remove")}
      </Button>
    </div>
  );
}

interface Props {
  roles: Roles;
  role: Role | null;
  saved: (name: string) => void;
}

const NEW_GRANT: Grant = { ci_class: "ci", sites: [], read: ["general"], write: [] };

const NEW_ROLE: Role = { name: "", description: "", is_built_in: false, permissions: ["read"], grants: [NEW_GRANT] };

/** Makes a role or changes one: what it may do, and with which CIs. */
export function RoleForm({ roles, role, saved }: Props) {
  const start = role ?? NEW_ROLE;
  const [name, setName] = useState(start.is_built_in ? "" : start.name);
  const [description, setDescription] = useState(start.description);
  const [permissions, setPermissions] = useState(start.permissions);
  const [grants, setGrants] = useState(start.grants);
  const saving = useMutation({
    mutationFn: () => saveRole({ name, description, permissions, grants }),
    onSuccess: () => { saved(name); },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const replace = (number: number, grant: Grant | null) => {
    setGrants(grants.flatMap((one, place) => (place !== number ? [one] : grant ? [grant] : [])));
  };
  const { error } = saving;
  return (
    <form className={`panel ${classes.form ?? ""}`} onSubmit={submit} aria-label={t("Role")}>
      <TextInput
        label={t("Name")} description={t("Small letters, digits, dot, dash.")} required withAsterisk={false} maxLength={100} autoFocus
        readOnly={start.name !== "" && !start.is_built_in} value={name} error={fieldError(error, "name")}
        onChange={(event) => { setName(event.currentTarget.value); }}
      />
      <TextInput
        label={t("Description")} maxLength={500} value={description}
        onChange={(event) => { setDescription(event.currentTarget.value); }}
      />
      <Choices
        label={t("May")} values={roles.permissions.map((one) => one.name)} chosen={permissions}
        error={fieldError(error, "permissions")} change={setPermissions}
      />
      <fieldset className={classes.grants}>
        <legend>{t("With these CIs")}</legend>
        {grants.map((grant, number) => (
          <GrantField
            key={number} number={number} grant={grant} roles={roles} error={error}
            change={(changed) => { replace(number, changed); }} remove={() => { replace(number, null); }}
          />
        ))}
        <div>
          <Button variant="default" size="compact-xs" onClick={() => { setGrants([...grants, NEW_GRANT]); }}>{t("Another grant")}</Button>
        </div>
      </fieldset>
      <ErrorLine text={otherError(error, ["name", "permissions"])} />
      <div><Button type="submit" loading={saving.isPending}>{t("Save the role")}</Button></div>
    </form>
  );
}
