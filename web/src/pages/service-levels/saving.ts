/** Saves one target or calendar among all others, whoever changed something else meanwhile. */
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { Problem } from "../../api/problem";
import { type Levels, levelsQuery, saveLevels } from "../../api/serviceLevels";
import { t } from "../../locales/i18n";
import { type Edit, standing, withEdit } from "./edits";

const CHANGED_MEANWHILE = 412;

/** An edit is saved; what somebody else said of the same thing meanwhile is told first. */
export function useSaving(levels: Levels, done: (said: string) => void) {
  const queries = useQueryClient();
  const save = async (edit: Edit) => {
    try {
      return await saveLevels(withEdit(levels, edit));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== CHANGED_MEANWHILE) throw error;
      const now = await queries.query({ ...levelsQuery, staleTime: 0 });
      if (standing(now, edit) !== standing(levels, edit)) throw new Error(t("{who} changed or removed the same meanwhile. Save again to let yours hold.", { who: now.saved_by }));
      return await saveLevels(withEdit(now, edit));
    }
  };
  return useMutation({
    mutationFn: save,
    onSuccess: async (saved, { of }) => {
      queries.setQueryData(levelsQuery.queryKey, saved);
      done(of === "targets" ? t("The targets hold from now on, for all records.") : t("The calendars hold from now on, for all records."));
      await queries.invalidateQueries({ queryKey: ["service-levels", "standing"] });
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
  });
}
