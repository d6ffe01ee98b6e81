import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Values } from "../../api/edits";
import { createService, servicesQuery } from "../../api/services";
import type { SearchHit } from "../../api/types";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import { TargetPicker } from "../edit/TargetPicker";
import { criticalityWord } from "./facts";

const BLANK = { ci_class: "application_service", name: "", environment: "production", criticality: "", users: "", support_hours: "", description: "" };
type Texts = typeof BLANK;
const ENVIRONMENTS = ["", "production", "staging", "test", "development"];
const LEVELS = [1, 2, 3, 4];

function attributesOf({ criticality, users, ...texts }: Texts): Values {
  const said = Object.entries(texts).filter(([name, text]) => name !== "ci_class" && text.trim() !== "").map(([name, text]) => [name, text.trim()] as const);
  return {
    ...Object.fromEntries(said),
    ...(criticality === "" ? {} : { criticality: Number(criticality) }),
    ...(users === "" ? {} : { users: Number(users) }),
  };
}

async function make(texts: Texts, owner: SearchHit | null): Promise<string> {
  const { uid } = await createService({ ci_class: texts.ci_class, attributes: attributesOf(texts), owner_uids: owner ? [owner.uid] : [] });
  return uid;
}

/** Makes a service; what it consists of is said on its own page. */
export function NewService({ made, close }: { made: (uid: string) => void; close: () => void }) {
  const queries = useQueryClient();
  const [texts, setTexts] = useState(BLANK);
  const [owner, setOwner] = useState<SearchHit | null>(null);
  const making = useMutation({
    mutationFn: () => make(texts, owner),
    onSuccess: (uid) => {
      void queries.invalidateQueries({ queryKey: servicesQuery.queryKey });
      made(uid);
    },
  });
  const field = (name: keyof Texts) => ({
    value: texts[name],
    error: fieldError(making.error, `attributes.${name}`),
    onChange: (event: { currentTarget: { value: string } }) => { setTexts({ ...texts, [name]: event.currentTarget.value }); },
  });
  return (
    <Dialog title={t("New service")} close={close}>
      <form className={classes.form} aria-label={t("New service")} onSubmit={(event) => { event.preventDefault(); making.mutate(); }}>
        <TextInput label={t("Name")} required maxLength={200} data-autofocus {...field("name")} />
        <NativeSelect
          label={t("Kind")} {...field("ci_class")}
          data={[{ value: "application_service", label: t("Application service: an application in one environment") }, { value: "business_service", label: t("Business service: as the business knows it") }]}
        />
        <NativeSelect label={t("Environment")} data={ENVIRONMENTS.map((value) => ({ value, label: value || "–" }))} {...field("environment")} />
        <NativeSelect label={t("Criticality")} data={[{ value: "", label: "–" }, ...LEVELS.map((level) => ({ value: String(level), label: `${level} ${criticalityWord(level)}` }))]} {...field("criticality")} />
        <NumberInput label={t("Users")} min={0} allowDecimal={false} value={texts.users} error={fieldError(making.error, "attributes.users")} onChange={(users) => { setTexts({ ...texts, users: String(users) }); }} />
        <TextInput label={t("Support hours")} placeholder="24x7" maxLength={200} {...field("support_hours")} />
        <TargetPicker label={t("Owner: a team or a person")} besides="" target={owner} choose={setOwner} />
        <TextInput label={t("Description")} maxLength={500} {...field("description")} />
        <ErrorLine text={otherError(making.error, Object.keys(BLANK).map((name) => `attributes.${name}`))} />
        <Button type="submit" loading={making.isPending} disabled={texts.name.trim() === ""}>{t("Make the service")}</Button>
      </form>
    </Dialog>
  );
}
