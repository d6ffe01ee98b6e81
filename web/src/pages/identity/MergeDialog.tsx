import { Button } from "@mantine/core";
import { type SubmitEvent, useState } from "react";

import type { CI, SearchHit } from "../../api/types";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "../administration/administration.module.css";
import { TargetPicker } from "../edit/TargetPicker";
import { nameOf } from "./words";

interface Props {
  ci: CI;
  compare: (uid: string) => void;
  close: () => void;
}

/** Finds the other CI; whether they are one is decided with both side by side. */
export function MergeDialog({ ci, compare, close }: Props) {
  const [target, setTarget] = useState<SearchHit | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!target) return;
    close();
    compare(target.uid);
  };
  return (
    <Dialog title={t("Merge {name} with another CI", { name: nameOf(ci) })} close={close}>
      <form className={classes.stack} onSubmit={submit}>
        <TargetPicker besides={ci.uid} target={target} choose={setTarget} label={t("The CI that is the same")} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" disabled={!target}>{t("Look at both side by side")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
