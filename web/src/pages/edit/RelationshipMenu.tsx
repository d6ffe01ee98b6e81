import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconMessage, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { CI, Relationship } from "../../api/types";
import { announce } from "../../components/announce";
import { useSchema } from "../../components/schema";
import { t } from "../../locales/i18n";
import { editedOf } from "./relationship";
import { RelationshipDialog } from "./RelationshipDialog";
import { RelationshipStatusDialog } from "./RelationshipStatusDialog";
import { RelationshipWords } from "./RelationshipWords";
import { apartBy } from "./said";

type Dialog = "edit" | "end" | "words" | null;

/** What somebody who may write can do with a relationship. */
export function RelationshipMenu({ ci, relationship }: { ci: CI; relationship: Relationship }) {
  const schema = useSchema();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<Dialog>(null);
  const apart = apartBy(schema);
  const edited = editedOf(ci, relationship, apart);
  const attributes = (schema?.relationship_types.find(({ name }) => name === relationship.type)?.attributes ?? [])
    .filter(({ name }) => !apart(relationship.type).includes(name));
  const button = useRef<HTMLButtonElement>(null);
  const open = (wanted: Dialog) => {
    // The item goes with the menu, so the dialog has to give the focus back to the button.
    button.current?.focus();
    setDialog(wanted);
  };
  const close = () => { setDialog(null); };
  const done = (text: string) => {
    announce(text);
    void queries.invalidateQueries();
  };
  return (
    <>
      <Menu position="bottom-end" shadow="xs">
        <Menu.Target>
          <ActionIcon ref={button} variant="subtle" size={26} color="gray" aria-label={t("Edit the relationship: {words}", { words: edited.words })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {attributes.length > 0 && (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => { open("edit"); }}>{t("Edit attributes…")}</Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => { open("end"); }}>{t("End the relationship…")}</Menu.Item>
          <Menu.Item leftSection={<IconMessage size={16} />} onClick={() => { open("words"); }}>{t("What people said…")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === "edit" && <RelationshipDialog edited={edited} attributes={attributes} done={done} close={close} />}
      {dialog === "end" && <RelationshipStatusDialog edited={edited} status="retired" done={done} close={close} />}
      {dialog === "words" && <RelationshipWords edited={edited} done={done} close={close} />}
    </>
  );
}
