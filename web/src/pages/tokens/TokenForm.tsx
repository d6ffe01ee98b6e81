import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { createToken, type Scope, SCOPES } from "../../api/tokens";
import { rolesQuery } from "../../api/rights";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { type Expiry, expiresAt } from "../administration/expiry";
import { ExpiryField } from "../administration/ExpiryField";
import { fieldError, otherError } from "../administration/problems";
import { Choices } from "../administration/Choices";
import { ErrorLine } from "../administration/Result";
import { scopeMeaning } from "./scopes";

const FIELDS = ["name", "scope", "expires_at", "roles"];

/** Makes an API token; `made` is told its value, which exists nowhere else. */
export function TokenForm({ made }: { made: (token: { name: string; value: string }) => void }) {
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  const [roles, setRoles] = useState<string[]>([]);
  const known = useQuery(rolesQuery).data?.items ?? [];
  const [expiry, setExpiry] = useState<Expiry>({ choice: "90", typed: "" });
  const [badDate, setBadDate] = useState<string | null>(null);
  const creating = useMutation({
    mutationFn: (at: string | null) => createToken(name, scope, at, roles),
    onSuccess: (token) => {
      setName("");
      made(token);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { at, error } = expiresAt(expiry, new Date());
    setBadDate(error);
    if (error === null) creating.mutate(at);
  };
  const { error } = creating;
  return (
    <form className={`panel ${classes.form ?? ""}`} onSubmit={submit}>
      <h2>{t("New API token")}</h2>
      <TextInput
        label={t("Name")} description={t("The program that uses it.")} required withAsterisk={false} maxLength={100}
        value={name} error={fieldError(error, "name")} onChange={(event) => { setName(event.currentTarget.value); }}
      />
      <NativeSelect
        size="xs" label={t("Scope")} description={scopeMeaning(scope)} data={[...SCOPES]} value={scope}
        error={fieldError(error, "scope")}
        onChange={(event) => { setScope(SCOPES.find((one) => one === event.currentTarget.value) ?? "read"); }}
      />
      <Choices
        label={t("Roles")} description={t("With roles, it may do no more than these; without, what its scope says with all CIs.")}
        values={known.map((role) => role.name)} chosen={roles} error={fieldError(error, "roles")} change={setRoles}
      />
      <ExpiryField expiry={expiry} change={setExpiry} error={badDate ?? fieldError(error, "expires_at")} />
      <ErrorLine text={otherError(error, FIELDS)} />
      <Button type="submit" loading={creating.isPending}>{t("Create the token")}</Button>
    </form>
  );
}
