import { Textarea, type TextareaProps } from "@mantine/core";

import { useSchema } from "../../../components/schema";
import { t } from "../../../locales/i18n";
import { Mistake } from "./Mistake";
import classes from "./Query.module.css";
import { QueryForm } from "./QueryForm";
import { useQueryForm } from "./useQueryForm";

interface Props extends Omit<TextareaProps, "value" | "onChange"> {
  value: string;
  write: (text: string) => void;
}

/** A question as one field of a larger form: its text, and on demand the form that the text stands for. */
export function QueryField({ value, write, error, ...field }: Props) {
  const form = useQueryForm(value, write);
  const schema = useSchema();
  return (
    <div className={classes.within}>
      <Textarea
        {...field} className={classes.text ?? ""} autosize spellCheck={false} value={value}
        error={form.mistake !== null ? <Mistake text={value} mistake={form.mistake} /> : error}
        onChange={(event) => { write(event.currentTarget.value); }}
      />
      {schema && (
        <details>
          <summary>{t("As a form")}</summary>
          <QueryForm {...form} schema={schema} />
        </details>
      )}
    </div>
  );
}
