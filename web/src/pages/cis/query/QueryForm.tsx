import { useQuery } from "@tanstack/react-query";

import { queryFieldsQuery } from "../../../api/queries";
import type { Schema } from "../../../api/types";
import { t } from "../../../locales/i18n";
import { ConditionGroup } from "./ConditionGroup";
import classes from "./Query.module.css";
import type { useQueryForm } from "./useQueryForm";

/** The form that a text stands for; it waits until what was typed last is understood. */
export function QueryForm({ schema, tree, isBehind, isWaiting, build }: ReturnType<typeof useQueryForm> & { schema: Schema }) {
  const fields = useQuery(queryFieldsQuery);
  return fields.data && (
    <fieldset className={classes.bare} disabled={isWaiting} aria-busy={isWaiting}>
      <ConditionGroup
        condition={tree} path={[]} fields={fields.data} schema={schema} change={build} root={tree}
        legend={isBehind ? t("Form: the last text that could be understood") : t("Form")}
      />
    </fieldset>
  );
}
