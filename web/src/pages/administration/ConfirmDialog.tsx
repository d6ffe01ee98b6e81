import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import classes from "./administration.module.css";
import { described } from "./problems";
import { ErrorLine } from "./Result";

interface Props<Done> {
  title: string;
  /** What the action does, on its button. */
  action: string;
  /** What follows from it. */
  children: ReactNode;
  run: () => Promise<Done>;
  done: (after: Done) => void;
  close: () => void;
}

/** Asks before something that cannot be taken back; stays open with the reason when it fails. */
export function ConfirmDialog<Done>({ title, action, children, run, done, close }: Props<Done>) {
  const acting = useMutation({
    mutationFn: run,
    onSuccess: (after) => {
      close();
      done(after);
    },
  });
  return (
    <Dialog title={title} close={close}>
      <div className={classes.stack}>
        <div>{children}</div>
        <ErrorLine text={acting.error && described(acting.error)} />
        <div className={classes.actions}>
          <Button variant="default" onClick={close} data-autofocus>{t("Cancel")}</Button>
          <Button loading={acting.isPending} onClick={() => { acting.mutate(); }}>{action}</Button>
        </div>
      </div>
    </Dialog>
  );
}
