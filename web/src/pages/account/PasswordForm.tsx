import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { changePassword } from "../../api/session";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine, ResultLine, useResult } from "../administration/Result";

const FIELDS = ["current_password", "new_password"];
const EMPTY = { current: "", wanted: "", repeated: "" };

interface FieldProps {
  label: string;
  description?: string;
  value: string;
  error: string | null;
  autoComplete: "current-password" | "new-password";
  change: (value: string) => void;
}

function PasswordField({ change, ...rest }: FieldProps) {
  return (
    <PasswordInput
      {...rest}
      required
      withAsterisk={false}
      onChange={(event) => { change(event.currentTarget.value); }}
      visibilityToggleButtonProps={{ "aria-label": t("Show: {field}", { field: rest.label }) }}
    />
  );
}

export function PasswordForm({ username }: { username: string }) {
  const [passwords, setPasswords] = useState(EMPTY);
  const [differs, setDiffers] = useState(false);
  const [result, tell] = useResult();
  const changing = useMutation({
    mutationFn: () => changePassword(passwords.current, passwords.wanted),
    onSuccess: () => {
      setPasswords(EMPTY);
      tell({ state: "up", text: t("The password is changed. Your other sessions have ended.") });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const isMistyped = passwords.wanted !== passwords.repeated;
    setDiffers(isMistyped);
    if (!isMistyped) changing.mutate();
  };
  const { error } = changing;
  return (
    <form className={`panel ${classes.form ?? ""}`} onSubmit={submit}>
      <h2>{t("Password")}</h2>
      {/* Password managers look for the account that a new password is for. */}
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label={t("Current password")} autoComplete="current-password" value={passwords.current}
        error={fieldError(error, "current_password")}
        change={(current) => { setPasswords({ ...passwords, current }); }}
      />
      <PasswordField
        label={t("New password")} description={t("12 or more characters.")} autoComplete="new-password"
        value={passwords.wanted} error={fieldError(error, "new_password")}
        change={(wanted) => { setPasswords({ ...passwords, wanted }); }}
      />
      <PasswordField
        label={t("New password again")} autoComplete="new-password" value={passwords.repeated}
        error={differs ? t("The two new passwords differ.") : null}
        change={(repeated) => { setPasswords({ ...passwords, repeated }); }}
      />
      <ErrorLine text={otherError(error, FIELDS)} />
      {changing.isSuccess && <ResultLine result={result} />}
      <div>
        <Button type="submit" loading={changing.isPending}>{t("Change the password")}</Button>
      </div>
    </form>
  );
}
