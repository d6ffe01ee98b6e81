import { useQuery } from "@tanstack/react-query";

import { changeCI } from "../../api/edits";
import { schemaQuery } from "../../api/session";
import type { CI, Schema } from "../../api/types";
import { Dialog } from "../../components/Dialog";
import type { Attribute } from "../../components/schema";
import { t } from "../../locales/i18n";
import { EditForm } from "./EditForm";
import { textOf } from "./values";

interface Props {
  ci: CI;
  done: () => void;
  close: () => void;
}

const CLASS = "ci_class";

/** The class as a field of the form, for what is identified whatever its class is. */
function classField({ classes }: Schema, family: string): Attribute {
  const choices = classes.filter((one) => one.family === family && !one.is_abstract).map(({ name }) => name);
  const doc = t("What kind of device it is; what you say wins over what sources take it for.");
  return { name: CLASS, label: t("Class"), doc, kind: "string", unit: null, is_facet: false, is_column: false, choices, group: "" };
}

/** Says by hand what the class and the attributes of a CI are. */
export function EditDialog({ ci, done, close }: Props) {
  const { data } = useQuery(schemaQuery);
  const spec = data?.classes.find(({ name }) => name === ci.ci_class);
  const own = spec?.attributes ?? [];
  const attributes = data && spec?.family === "device" ? [classField(data, spec.family), ...own] : own;
  const values = Object.fromEntries(ci.attributes.map(({ name, value }) => [name, textOf(value)]));
  const before = { [CLASS]: ci.ci_class, ...values };
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
