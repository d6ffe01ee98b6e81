import { Textarea, type TextareaProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { queryFieldsQuery } from "../../../api/queries";
import { useSchema } from "../../../components/schema";
import { t } from "../../../locales/i18n";
import { ConditionGroup } from "./ConditionGroup";
import { Mistake } from "./Mistake";
import classes from "./Query.module.css";
import { useQueryForm } from "./useQueryForm";

interface Props extends Omit<TextareaProps, "value" | "onChange"> {
  value: string;
  write: (text: string) => void;
}

/** A question as one field of a larger form: its text, and on demand the form that the text stands for. */
export function QueryField({ value, write, error, ...field }: Props) {
  const { tree, mistake, isBehind, build } = useQueryForm(value, write);
  const fields = useQuery(queryFieldsQuery);
  const schema = useSchema();
  return (
    <div className={classes.within}>
      <Textarea
        {...field} className={classes.text ?? ""} autosize spellCheck={false} value={value}
        error={mistake !== null ? <Mistake text={value} mistake={mistake} /> : error}
        onChange={(event) => { write(event.currentTarget.value); }}
      />
      {fields.data && schema && (
        <details>
          <summary>{t("As a form")}</summary>
          <ConditionGroup
            condition={tree} path={[]} fields={fields.data} schema={schema} change={build} root={tree}
            legend={isBehind ? t("Form: the last text that could be understood") : t("Form")}
          />
        </details>
      )}
    </div>
  );
}
