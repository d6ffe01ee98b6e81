import { useQuery } from "@tanstack/react-query";

import { changeCI } from "../../api/edits";
import { schemaQuery } from "../../api/session";
import type { CI } from "../../api/types";
import { Dialog } from "../../components/Dialog";
import { t } from "../../locales/i18n";
import { EditForm } from "./EditForm";
import { textOf } from "./values";

interface Props {
  ci: CI;
  done: () => void;
  close: () => void;
}

/** Says by hand what the attributes of a CI are. */
export function EditDialog({ ci, done, close }: Props) {
  const { data } = useQuery(schemaQuery);
  const attributes = data?.classes.find(({ name }) => name === ci.ci_class)?.attributes ?? [];
  const before = Object.fromEntries(ci.attributes.map(({ name, value }) => [name, textOf(value)]));
  return (
    <Dialog title={t("Edit {name}", { name: ci.name })} isWide close={close}>
      <EditForm
        kind={{ of: "ci_class", name: ci.ci_class }} attributes={attributes} looked={{ before, revision: ci.revision }}
        save={(values, signed, revision) => changeCI(ci.uid, { attributes: values, released: [] }, signed, revision)}
        done={done} close={close}
      />
    </Dialog>
  );
}
