import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import { createEnrolmentToken, type WantedEnrolmentToken } from "../../api/discovery";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { type Expiry, expiresAt } from "../administration/expiry";
import { ExpiryField } from "../administration/ExpiryField";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

const FIELDS = ["name", "network_scope", "expires_at", "max_uses"];

export interface NewToken {
  name: string;
  value: string;
}

/** Makes an enrolment token; `made` is told its value, which exists nowhere else. */
export function EnrolmentTokenForm({ made }: { made: (token: NewToken) => void }) {
  const [name, setName] = useState("");
  const [scope, setScope] = useState("default");
  const [kind, setKind] = useState<WantedEnrolmentToken["kind"]>("agent");
  const [uses, setUses] = useState<number | string>("");
  const [expiry, setExpiry] = useState<Expiry>({ choice: "30", typed: "" });
  const [badDate, setBadDate] = useState<string | null>(null);
  const creating = useMutation({
    mutationFn: (wanted: WantedEnrolmentToken) => createEnrolmentToken(wanted),
    onSuccess: (token) => {
      setName("");
      made(token);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { at, error } = expiresAt(expiry, new Date());
    setBadDate(error);
    if (error === null) creating.mutate({ name, network_scope: scope, expires_at: at, max_uses: Number(uses), kind });
  };
  const { error } = creating;
  return (
    <form className={`panel ${classes.form ?? ""}`} onSubmit={submit}>
      <h2>{t("New enrolment token")}</h2>
      <TextInput
        label={t("Name")} description={t("For whom or what it is.")} required withAsterisk={false} maxLength={100}
        value={name} error={fieldError(error, "name")} onChange={(event) => { setName(event.currentTarget.value); }}
      />
      <TextInput
        label={t("Network scope")} required withAsterisk={false} maxLength={100}
        description={t("Addresses identify machines within a scope only. Leave “default” unless networks overlap.")}
        value={scope} error={fieldError(error, "network_scope")}
        onChange={(event) => { setScope(event.currentTarget.value); }}
      />
      <NativeSelect
        size="xs" label={t("For")} description={t("A collector scans networks and gets the credentials of its scans.")}
        data={[{ value: "agent", label: t("Agents") }, { value: "collector", label: t("Collectors") }]}
        value={kind} onChange={(event) => { setKind(event.currentTarget.value === "collector" ? "collector" : "agent"); }}
      />
      <ExpiryField expiry={expiry} change={setExpiry} error={badDate ?? fieldError(error, "expires_at")} />
      <NumberInput
        size="xs" label={t("How many it lets in")} description={t("Empty for any number.")} hideControls
        min={1} max={1_000_000} allowDecimal={false} allowNegative={false}
        value={uses} error={fieldError(error, "max_uses")} onChange={setUses}
      />
      <ErrorLine text={otherError(error, FIELDS)} />
      <Button type="submit" loading={creating.isPending}>{t("Create the token")}</Button>
    </form>
  );
}
