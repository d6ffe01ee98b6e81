/** What follows when levels were saved, and how one target or calendar is removed from among all others. */
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { Problem } from "../../api/problem";
import { type Levels, levelsQuery, saveLevels } from "../../api/serviceLevels";
import { t } from "../../locales/i18n";
import { type Edit, standing, withEdit } from "./edits";

const CHANGED_MEANWHILE = 412;

/** Shows levels that were saved, and asks anew for what follows from them. */
export function useSaved() {
  const queries = useQueryClient();
  return (after: Levels) => {
    queries.setQueryData(levelsQuery.queryKey, after);
    void queries.invalidateQueries({ queryKey: ["service-levels", "standing"] });
    void queries.invalidateQueries({ queryKey: ["records"] });
  };
}

/** Removes one, whoever changed something else meanwhile; where they changed the same, that is shown first. */
export function useRemoving(levels: Levels, done: (edit: Edit, after: Levels) => void) {
  const queries = useQueryClient();
  const remove = async (edit: Edit) => {
    try {
      return await saveLevels(withEdit(levels, edit));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== CHANGED_MEANWHILE) throw error;
      const now = await queries.query({ ...levelsQuery, staleTime: 0 });
      if (standing(now, edit) !== standing(levels, edit)) throw new Error(t("{who} changed it meanwhile: look at it as it is now, and remove it again if it is to go.", { who: now.saved_by }));
      return await saveLevels(withEdit(now, edit));
    }
  };
  return useMutation({ mutationFn: remove, onSuccess: (after, edit) => { done(edit, after); } });
}
