import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";

import { Problem } from "../../api/problem";
import { offerQuery, signOnAddress } from "../../api/rights";
import { logIn, meQuery } from "../../api/session";
import { useOpen } from "../../components/AppLink";
import { t } from "../../locales/i18n";
import { Logo } from "../../shell/Logo";
import { first, type Search } from "../../shell/search";
import classes from "./LoginPage.module.css";
import { safeNext, signOnProblem } from "./signOn";

function reason(error: Error): string {
  return error instanceof Problem && error.status === 401 ? t("User name or password is wrong.") : error.message;
}

export function LoginPage() {
  const search: Search = useSearch({ strict: false });
  const open = useOpen();
  const queries = useQueryClient();
  const [username, setUsername] = useState("admin");
  const [password, setPassword] = useState("");
  const entering = useMutation({
    mutationFn: () => logIn(username, password),
    onSuccess: (me) => {
      // What somebody else loaded before is not for this one.
      queries.clear();
      queries.setQueryData(meQuery.queryKey, me);
      open(safeNext(first(search, "next")));
    },
  });
  const offer = useQuery(offerQuery).data;
  const problem = first(search, "problem");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    entering.mutate();
  };
  return (
    <main className={classes.page}>
      <title>{`${t("Log in")} · Plumbline`}</title>
      <form className={`panel ${classes.form ?? ""}`} onSubmit={submit}>
        <h1 className={classes.title}>
          <Logo size={26} /> {t("Plumbline")}
        </h1>
        <TextInput
          size="sm" label={t("User name")} value={username} autoComplete="username" required withAsterisk={false}
          onChange={(event) => { setUsername(event.currentTarget.value); }}
        />
        <PasswordInput
          size="sm" label={t("Password")} value={password} autoComplete="current-password" required withAsterisk={false} autoFocus
          onChange={(event) => { setPassword(event.currentTarget.value); }}
          visibilityToggleButtonProps={{ "aria-label": t("Show the password") }}
        />
        {problem !== "" && !entering.error && (
          <p className="state" data-state="down" role="alert" style={{ whiteSpace: "normal" }}>■ {signOnProblem(problem)}</p>
        )}
        {entering.error && (
          <p className="state" data-state="down" role="alert">■ {reason(entering.error)}</p>
        )}
        <Button type="submit" size="sm" loading={entering.isPending}>{t("Log in")}</Button>
        {offer?.is_offered && (
          <Button component="a" variant="default" size="sm" href={signOnAddress(safeNext(first(search, "next")))}>
            {t("Log in with {name}", { name: offer.name })}
          </Button>
        )}
        <p className="dim">
          {t("First start? The password of the first administrator was printed once in the terminal that started the server. A new one:")}{" "}
          <code>{"cmdb user password"}</code>
        </p>
      </form>
    </main>
  );
}
