import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import type { RecordDetail } from "../../api/records";
import { templateOfRecord } from "../../api/templates";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";
import classes from "../administration/administration.module.css";
import { fieldError, otherError } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

const OF = ["incident", "problem", "change"];

function MakeDialog({ record, made, close }: { record: RecordDetail; made: (name: string) => void; close: () => void }) {
  const [name, setName] = useState(record.title);
  const [help, setHelp] = useState("");
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: () => templateOfRecord(record.number, name, help),
    onSuccess: (found) => {
      void queries.invalidateQueries({ queryKey: ["templates"] });
      made(found.name);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <Dialog title={t("A template of {number}", { number: record.number })} close={close}>
      <form className={classes.form} onSubmit={submit}>
        <p>{t("It holds the plan and the CIs of this record, not its times and people.")}</p>
        <TextInput
          label={t("Name")} required withAsterisk={false} maxLength={200} data-autofocus value={name} error={fieldError(making.error, "name")}
          onChange={(event) => { setName(event.currentTarget.value); }}
        />
        <Textarea label={t("When it is to be used")} maxLength={1000} value={help} onChange={(event) => { setHelp(event.currentTarget.value); }} />
        <ErrorLine text={otherError(making.error, ["name"])} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={making.isPending}>{t("Keep it")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Keeps what a record says as a template, for whoever is answerable for records of its type. */
export function MakeTemplate({ record, made }: { record: RecordDetail; made: (text: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const may = { change: useMay("changes"), other: useMay("manage") };
  if (!OF.includes(record.type) || !(record.type === "change" ? may.change : may.other)) return null;
  const close = () => { setOpen(false); };
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => { setOpen(true); }}>{t("Make a template…")}</Button>
      {isOpen && <MakeDialog record={record} close={close} made={(name) => { close(); made(t("{name} is a template now.", { name })); }} />}
    </>
  );
}
