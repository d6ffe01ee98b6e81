import { Button } from "@mantine/core";
import { IconArrowsLeftRight, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { CI } from "../../api/types";
import { announce } from "../../components/announce";
import { t } from "../../locales/i18n";
import { useShortcut } from "../../shell/shortcuts";
import { EditDialog } from "./EditDialog";
import { RelateDialog } from "./RelateDialog";
import { StatusDialog } from "./StatusDialog";

type Dialog = "edit" | "relate" | "status" | null;

/** What somebody who may write can do with a CI. */
export function CIActions({ ci }: { ci: CI }) {
  const [dialog, setDialog] = useState<Dialog>(null);
  const queries = useQueryClient();
  const close = () => { setDialog(null); };
  const done = (text: string) => {
    announce(text);
    void queries.invalidateQueries();
  };
  useShortcut("e", t("Edit this CI"), () => { setDialog("edit"); });
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => { setDialog("edit"); }}>{t("Edit")}</Button>
      <Button variant="default" leftSection={<IconArrowsLeftRight size={16} />} onClick={() => { setDialog("relate"); }}>{t("Relate")}</Button>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => { setDialog("status"); }}>
        {ci.status === "retired" ? t("Restore") : t("Retire")}
      </Button>
      {dialog === "edit" && <EditDialog ci={ci} done={() => { done(t("{name} is saved.", { name: ci.name })); }} close={close} />}
      {dialog === "relate" && <RelateDialog ci={ci} done={done} close={close} />}
      {dialog === "status" && <StatusDialog ci={ci} done={done} close={close} />}
    </>
  );
}
