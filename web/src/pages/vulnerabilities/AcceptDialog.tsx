import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { acceptVulnerability } from "../../api/vulnerabilities";
import { Dialog } from "../../components/Dialog";
import { fromField } from "../../components/instants";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

interface Props {
  cve: string;
  done: () => void;
  close: () => void;
}

/** Asks why the risk of a vulnerability is accepted, and until when. */
export function AcceptDialog({ cve, done, close }: Props) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const accepting = useMutation({
    mutationFn: () => acceptVulnerability(cve, reason, fromField(until)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["vulnerabilities"] });
      close();
      done();
    },
  });
  return (
    <Dialog title={t("Accept the risk of {cve}", { cve })} close={close}>
      <form className={classes.form} onSubmit={(event) => { event.preventDefault(); accepting.mutate(); }}>
        <TextInput label={t("Why it is acceptable")} required maxLength={1000} data-autofocus value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
        <TextInput type="datetime-local" required label={t("Until")} description={t("Then it counts again.")} value={until} onChange={(event) => { setUntil(event.currentTarget.value); }} />
        <ErrorLine text={accepting.error && described(accepting.error)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={accepting.isPending} disabled={reason.trim() === "" || fromField(until) === ""}>{t("Accept the risk")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
